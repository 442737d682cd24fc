package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import io.leveret.broker.Leveret;
import io.leveret.it.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 10,000 queues and 20,000 bindings: every page asks for what it shows, and draws no more. */
@InBrowser
class ManyQueuesIT {

    private static final int QUEUES = 10_000;
    private static final int MOST_NODES = 3_000;
    /** With 34 elements each, and those of the page and of the gaps, that is as many. */
    private static final int MOST_ROWS = 72;
    private static final int MOST_BYTES = 100_000;

    @BeforeAll
    static void declare(Leveret broker) {
        String queues = IntStream.range(0, QUEUES).mapToObj(i -> "{\"vhost\":\"/\",\"name\":\"q-%05d\",\"durable\":true,\"auto_delete\":false,\"arguments\":{}}".formatted(i))
                .collect(Collectors.joining(","));
        String bindings = IntStream.range(0, 2 * QUEUES).mapToObj(i -> "{\"vhost\":\"/\",\"source\":\"amq.topic\",\"destination\":\"q-%05d\",\"destination_type\":\"queue\",\"routing_key\":\"key.%d\",\"arguments\":{}}".formatted(i / 2, i))
                .collect(Collectors.joining(","));
        Api.Reply done = Api.of(broker).post("/definitions", "{\"queues\":[" + queues + "],\"bindings\":[" + bindings + "]}");
        assertThat(done.status()).as(done.body()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overview", "queues", "queues?size=500", "bindings?size=500", "bindings", "exchange/%2F/amq.topic?tab=bindings", "topology", "definitions"})
    void staySmall(String address, Console console) {
        List<Response> answers = new ArrayList<>();
        console.page().onResponse(answers::add);
        console.asGuest().open(address);
        assertThat(console.title().first()).isVisible();
        assertThat(console.main().locator(".skeleton")).hasCount(0);
        assertThat((int) console.page().evaluate("document.querySelectorAll('*').length")).as("elements").isLessThan(MOST_NODES);
        assertThat(answers.stream().filter(answer -> answer.url().contains("/api/")).toList()).isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.request().sizes().responseBodySize).as(answer.url()).isLessThan(MOST_BYTES));
    }

    /** Of five hundred, those are drawn that are seen; which they are is told, and none is out of reach. */
    @Test
    void longPagesAreDrawnWhereTheyAreSeen(Console console) {
        console.asGuest().open("queues?size=500");
        Locator table = console.main().locator("table.list");
        Locator boxed = console.main().locator(".table-box");
        assertThat(table).hasAttribute("aria-rowcount", "501");
        assertThat(console.row("q-00499")).hasAttribute("aria-rowindex", "501");
        assertThat(console.row("q-00249")).hasCount(0);
        boxed.evaluate("box => box.scrollTo(0, box.scrollHeight / 2)");
        assertThat(console.row("q-00249")).isVisible();
        assertThat(console.row("q-00249")).hasAttribute("aria-rowindex", "251");
        assertThat(console.row("q-00021")).hasCount(0);
        assertThat((int) console.page().evaluate("document.querySelectorAll('*').length")).as("elements").isLessThan(MOST_NODES);
        boxed.evaluate("box => box.scrollTo(0, 0)");
        for (int i = 0; i < 60; i++) console.page().keyboard().press("j");
        assertThat(console.row("q-00059").getByRole(AriaRole.LINK)).isFocused();
        console.page().getByLabel("Select all on this page").check();
        assertThat(console.page().getByRole(AriaRole.REGION)).containsText("500 selected");
    }

    @Test
    void aTallWindowHasRoomForMoreAndStillDrawsFew(Console console) {
        console.page().setViewportSize(1920, 1400);
        console.asGuest().open("queues?size=500");
        assertThat(console.row("q-00030")).isVisible();
        console.main().locator(".table-box").evaluate("box => box.scrollTo(0, box.scrollHeight / 2)");
        assertThat(console.row("q-00249")).isVisible();
        // Rows of queues that are busy have more to them than these.
        console.page().waitForCondition(() -> console.main().locator("table.list tbody tr:not(.gap)").count() < MOST_ROWS);
        assertThat((int) console.page().evaluate("document.querySelectorAll('*').length")).as("elements").isLessThan(MOST_NODES);
    }

    @Test
    void areFoundByNameAndPage(Console console) {
        console.asGuest().open("queues");
        Locator rows = console.main().locator("table.list tbody tr");
        assertThat(rows).hasCount(50);
        assertThat(console.title()).containsText("10\u2009000");
        console.button("Last page").click();
        assertThat(rows.last()).containsText("q-09999");
        console.page().getByLabel("Filter", new Page.GetByLabelOptions().setExact(true)).fill("q-0777");
        assertThat(rows).hasCount(10);
        console.page().keyboard().press("Control+k");
        console.dialog().locator("input").fill("q-04242");
        assertThat(console.dialog().locator("li").first()).containsText("q-04242");
        console.page().keyboard().press("Enter");
        assertThat(console.title()).hasText("q-04242");
    }
}
