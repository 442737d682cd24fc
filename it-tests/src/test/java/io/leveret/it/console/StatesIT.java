package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.rabbitmq.client.Connection;
import io.leveret.broker.Leveret;
import io.leveret.it.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the console says when something is not as it was: never an empty page. */
@InBrowser
class StatesIT {

    /** Systems give out ports above it by themselves, so also to somebody who asks for a connection while the broker is away. */
    private static final int LAST_PORT = 32_767;
    private static final int PORTS = 10_000;

    /** The one or the other of a broker that is just ending. */
    private static final String BROKER_AWAY = "^(50[03]|net::ERR_(CONNECTION_|EMPTY_RESPONSE|SOCKET).*) GET .*/(api/|ui/(main.js|icon.svg))";

    private static final String STALE = "main.stale";
    private static final Pattern OLD = Pattern.compile("\\d+ s old");

    private final Console console;
    private final Leveret broker;
    private final Queues queues;
    private final Api api;

    StatesIT(Console console, Leveret broker, Queues queues, Api api) {
        this.console = console;
        this.broker = broker;
        this.queues = queues;
        this.api = api;
    }

    @Test
    void whatIsOldIsGreyUntilTheBrokerIsBack() {
        int port = freePort();
        console.expecting(BROKER_AWAY);
        Locator banner = console.page().locator("lv-stale [role=alert]");
        try (Leveret first = broker(port)) {
            Api.of(first).put("/queues/%2F/kept", "{}");
            console.at(first).asGuest().open("queues");
            assertThat(console.row("kept")).isVisible();
            assertThat(banner).hasCount(0);
        }
        assertThat(banner).containsText("The broker does not answer");
        assertThat(banner).containsText("Next try in");
        assertThat(console.row("kept")).isVisible();
        assertThat(console.page().locator(STALE)).isVisible();
        try (Leveret second = broker(port)) {
            Api.of(second).put("/queues/%2F/fresh", "{}");
            assertThat(console.row("fresh")).isVisible();
            assertThat(banner).hasCount(0);
            assertThat(console.page().locator(STALE)).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"overview, .state.ok", "queue/%2F/kept, .figure b", "topology, svg.graph text:not(.note)"})
    void everyPageIsGreyAndSaysItsAge(String address, String shown) {
        int port = freePort();
        console.expecting(BROKER_AWAY);
        Locator something = console.main().locator(shown).first();
        Locator live = console.page().locator("lv-live summary");
        String colour;
        try (Leveret first = broker(port)) {
            Api.of(first).put("/queues/%2F/kept", "{}");
            console.at(first).asGuest().open(address);
            assertThat(something).isVisible();
            assertThat(live).hasText("live · 2 s");
            colour = colourOf(something);
        }
        assertThat(live).hasText(OLD);
        assertThat(live).not().hasClass(Pattern.compile("\\bon\\b"));
        assertThat(something).isVisible();
        assertThat(colourOf(something)).isNotEqualTo(colour).isEqualTo(colourOf(console.main()));
        assertThat(new Axe().violations(console.page())).isEmpty();
        console.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(new Axe().violationsByColour(console.page())).isEmpty();
        try (Leveret second = broker(port)) {
            Api.of(second).put("/queues/%2F/kept", "{}");
            assertThat(live).hasText("live · 2 s");
            assertThat(console.page().locator(STALE)).hasCount(0);
        }
    }

    /** Of texts in pictures, too. */
    private static String colourOf(Locator locator) {
        return (String) locator.evaluate("each => getComputedStyle(each)[each instanceof SVGElement ? 'fill' : 'color']");
    }

    @Test
    void pagesThatWereNotOpenedBeforeComeWhenTheBrokerIsBack() {
        int port = freePort();
        console.expecting(BROKER_AWAY);
        try (Leveret first = broker(port)) {
            console.at(first).asGuest().open("overview");
            assertThat(console.main().locator("lv-chart canvas").first()).isVisible();
        }
        leadTo("Consumers");
        assertThat(console.main().getByRole(AriaRole.ALERT)).containsText("The broker does not answer");
        leadTo("Topology");
        assertThat(console.main().getByRole(AriaRole.ALERT)).containsText("The broker does not answer");
        leadTo("Overview");
        assertThat(console.title()).containsText("Overview");
        leadTo("Topology");
        try (Leveret second = broker(port)) {
            Api.of(second).put("/queues/%2F/drawn", "{}");
            assertThat(console.main().locator("svg.graph")).containsText("drawn");
            leadTo("Consumers");
            assertThat(console.title()).containsText("Consumers");
            leadTo("Queues");
            console.row("drawn").getByRole(AriaRole.LINK).first().click();
            assertThat(console.title()).hasText("drawn");
            assertThat(console.page().locator("lv-stale [role=alert]")).hasCount(0);
        }
    }

    @Test
    void whoeverIsSignedOutAtWorkSignsInOverIt() {
        broker.administration().putUser("clerk", "secret", "administrator").permit("clerk", "/", ".*", ".*", ".*");
        console.expecting("^401 ").as("clerk", "secret").open("queues");
        console.button("New queue").click();
        console.field("Name").fill("half-written");
        broker.administration().setPassword("clerk", "changed");
        Locator password = console.page().getByLabel("Password");
        assertThat(password).isVisible();
        assertThat(console.page().getByLabel("User name")).hasValue("clerk");
        password.fill("changed");
        console.button("Sign in").click();
        assertThat(password).hasCount(0);
        assertThat(console.field("Name")).hasValue("half-written");
        console.answer("Create");
        assertThat(console.row("half-written")).isVisible();
        assertThat(console.page().getByRole(AriaRole.ALERT)).hasCount(0);
    }

    @Test
    void pagesThatOnesTagsDoNotReachSayWhichIsMissing() throws Exception {
        broker.administration().putUser("guestling", "secret", "management").permit("guestling", "/", "^own", "", "^own");
        api.put("/queues/%2F/others", "{}");
        console.as("guestling", "secret").open("users");
        assertThat(console.main()).containsText("This page needs the tag “administrator”.");
        assertThat(console.page().locator("nav.rail")).not().containsText("Users & permissions");
        try (Connection connection = queues.connect("another's")) {
            String name = api.get("/connections").json().findValue("name").textValue();
            console.expecting("^40[14] GET .*/connections/").open("connection/" + Api.encoded(name));
            assertThat(console.main()).containsText("it belongs to another user, so it needs the tag “monitoring”");
            assertThat(connection.isOpen()).isTrue();
        }
        console.open("queues");
        console.button("New queue").click();
        console.field("Name").fill("not-mine");
        console.expecting("^401 PUT ");
        console.answer("Create");
        assertThat(console.dialog().getByRole(AriaRole.ALERT)).containsText("You may not do this");
        assertThat(console.field("Name")).hasValue("not-mine");
    }

    @Test
    void whatIsGoneSaysSoAndLeadsBack() {
        api.put("/queues/%2F/soon-gone", "{}");
        console.expecting("^404 GET ").asGuest().open("queue/%2F/soon-gone");
        assertThat(console.title()).hasText("soon-gone");
        api.delete("/queues/%2F/soon-gone");
        assertThat(console.main().getByRole(AriaRole.ALERT)).containsText("Not found");
        console.main().getByRole(AriaRole.ALERT).getByRole(AriaRole.LINK).first().click();
        assertThat(console.title()).containsText("Queues");
        for (String nowhere : new String[] {"nowhere", "queue/%2F/orders/messages", "exchange/%2F"}) {
            console.open(nowhere);
            assertThat(console.title()).hasText("There is no such page.");
            assertThat(console.main()).containsText(nowhere.replace("%2F", "/"));
        }
    }

    @Test
    void contradictionsAreShownSideBySide() {
        api.put("/queues/%2F/declared", "{\"durable\":true}");
        console.expecting("^400 PUT ").asGuest().open("queues");
        console.button("New queue").click();
        console.field("Name").fill("declared");
        console.dialog().getByRole(AriaRole.CHECKBOX).first().uncheck();
        console.answer("Create");
        Locator table = console.dialog().getByRole(AriaRole.ALERT).getByRole(AriaRole.TABLE);
        assertThat(table).containsText("durable");
        assertThat(table.getByRole(AriaRole.ROW).last().getByRole(AriaRole.CELL)).containsText(new String[] {"true", "false"});
        assertThat(api.get("/queues/%2F/declared").json().get("durable").booleanValue()).isTrue();
    }

    private void leadTo(String page) {
        console.page().locator("nav.rail").getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(page).setExact(true)).click();
    }

    private static Leveret broker(int port) {
        return Leveret.builder().inMemory().amqpPort(0).managementPort(port).start();
    }

    private static int freePort() {
        return IntStream.iterate(LAST_PORT, port -> port - 1).limit(PORTS).filter(StatesIT::isFree).findFirst().orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
