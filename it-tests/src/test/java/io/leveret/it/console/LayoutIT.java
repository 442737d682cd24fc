package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.leveret.it.Api;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked at fits where it is looked at, as far as it can. */
@InBrowser
class LayoutIT {

    private static final int LETTERS = 12;
    private static final int NARROW = 1024;
    private static final String ARGUMENTS = "{\"x-dead-letter-exchange\":\"\",\"x-dead-letter-routing-key\":\"grave\",\"x-max-length\":1000,\"x-overflow\":\"reject-publish\",\"x-message-ttl\":60000,\"x-max-priority\":5}";

    /** Of an element, whether nothing of it has to be scrolled to. */
    private static final String IS_ALL_SEEN = "box => box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight";
    private static final String IS_AS_WIDE_AS_ITS_CONTENT = "box => box.scrollWidth <= box.clientWidth";

    /** Marks of time whose text is not in the middle below their time, or beyond the edge. */
    private static final String MARKS_THAT_ARE_OFF = """
            () => [...document.querySelectorAll('lv-chart')].flatMap(({ chart }) => {
              const { x } = chart.scales;
              chart.ctx.font = `${x.options.ticks.font.size}px ${Chart.defaults.font.family}`;
              return x.ticks.map((tick, i) => ({ at: x.getPixelForTick(i), half: chart.ctx.measureText(tick.label).width / 2, align: x.options.ticks.align }))
                .filter(({ at, half, align }) => align !== 'center' || at - half < 0 || at + half > chart.width);
            })""";

    private final Console console;
    private final Page page;
    private final Queues queues;
    private final Api api;

    LayoutIT(Console console, Queues queues, Api api) {
        this.console = console.asGuest();
        this.page = console.page();
        this.queues = queues;
        this.api = api;
    }

    @ParameterizedTest
    @ValueSource(ints = {NARROW, Console.WIDTH, 1920})
    void queuesOfAllVirtualHostsFitTheWindow(int width) {
        queues.declareWith(ARGUMENTS, "a-queue-with-a-name-that-is-longer-than-most-are-and-goes-on-for-a-while");
        queues.publish("a-queue-with-a-name-that-is-longer-than-most-are-and-goes-on-for-a-while", "x");
        api.put("/vhosts/a-virtual-host", "{}");
        api.put("/queues/a-virtual-host/q", "{}");
        api.put("/policies/%2F/a-policy-that-says-much", "{\"pattern\":\"^a-\",\"definition\":{\"max-length\":500},\"apply-to\":\"queues\"}");
        page.setViewportSize(width, Console.HEIGHT);
        console.open("queues");
        assertThat(console.row("a-virtual-host")).isVisible();
        assertThat(console.row("a-queue-with")).isVisible();
        assertThat((boolean) console.main().locator(".table-box").evaluate(IS_AS_WIDE_AS_ITS_CONTENT)).as("%d pixels", width).isTrue();
        Locator head = console.main().locator(".list-head");
        assertThat((int) head.evaluate("head => new Set([...head.children].filter(each => each.offsetWidth > 0).map(each => Math.round((each.offsetTop + each.offsetHeight / 2) / 10))).size"))
                .as("lines of the head").isEqualTo(1);
    }

    @Test
    void longNamesOfClientsFitANarrowWindow() throws Exception {
        String name = "a-service-whose-name-is-longer-than-most-names-are-and-goes-on-for-a-while";
        queues.declare(name);
        try (Connection connection = queues.connect(name); Channel channel = connection.createChannel()) {
            channel.basicConsume(name, true, "consumer-of-" + name, (tag, delivery) -> { }, tag -> { });
            for (int width : new int[] {NARROW, Console.WIDTH}) {
                page.setViewportSize(width, Console.HEIGHT);
                console.open("consumers");
                assertThat(console.row("consumer-of-")).isVisible();
                assertThat((boolean) console.main().locator(".table-box").evaluate(IS_AS_WIDE_AS_ITS_CONTENT)).as("consumers, %d pixels", width).isTrue();
            }
        }
    }

    @Test
    void theConfigurationFitsANarrowWindow() {
        page.setViewportSize(NARROW, Console.HEIGHT);
        console.open("node");
        Locator configuration = console.main().locator(".table-box").last();
        assertThat(configuration).containsText("amqp.frame-max");
        assertThat((boolean) configuration.evaluate(IS_AS_WIDE_AS_ITS_CONTENT)).isTrue();
    }

    @Test
    void fewRowsLeaveNoEmptyRoomBelow() throws Exception {
        try (Connection connection = queues.connect("alone")) {
            console.open("connections");
            assertThat(console.row(connection.getClientProvidedName())).isVisible();
            assertThat((int) console.main().locator(".table-box").evaluate("box => box.clientHeight - box.querySelector('table').offsetHeight")).isLessThan(2);
        }
    }

    @Test
    void allOfALargePictureFitsWhenItIsWanted() {
        api.put("/exchanges/%2F/wide", "{\"type\":\"topic\"}");
        IntStream.range(0, LETTERS * LETTERS).mapToObj(i -> "" + (char) ('a' + i / LETTERS) + (char) ('a' + i % LETTERS)).forEach(name -> {
            queues.declare("wide." + name);
            api.post("/bindings/%2F/e/wide/q/wide." + name, "{\"routing_key\":\"" + name + "\"}");
        });
        console.open("topology?q=wide");
        Locator paper = console.main().locator(".canvas-scroll");
        assertThat(paper.locator("a.node")).hasCount(LETTERS * LETTERS + 1);
        assertThat((boolean) paper.evaluate(IS_ALL_SEEN)).as("as large as it can be read").isFalse();
        console.button("Fit").click();
        assertThat(page).hasURL(Pattern.compile("zoom=all"));
        page.waitForCondition(() -> (boolean) paper.evaluate(IS_ALL_SEEN));
    }

    @Test
    void timesStandBelowWhereTheyAre() {
        console.open("overview");
        assertThat(page.locator("lv-chart canvas")).hasCount(3);
        for (String range : new String[] {"1 min", "10 min", "1 h", "8 h", "24 h"}) {
            console.button(range).click();
            assertThat(console.button(range)).hasAttribute("aria-pressed", "true");
            assertThat((List<?>) page.evaluate(MARKS_THAT_ARE_OFF)).as(range).isEmpty();
        }
    }
}
