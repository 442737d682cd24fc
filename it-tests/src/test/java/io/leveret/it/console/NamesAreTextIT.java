package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import io.leveret.it.Api;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names are others' choice: whatever they look like, they are shown as they are, and nothing of them is run. */
@InBrowser
class NamesAreTextIT {

    /** Would load a picture that is not there, and open a dialog; {@link Troubles} notes both. */
    private static final String EVIL = "<img src=x onerror=alert(1)>\"'&amp;${1}";
    /** So that each place can tell which name it shows. */
    private static final String HOST = "h" + EVIL;
    private static final String QUEUE = "q" + EVIL;
    private static final String EXCHANGE = "e" + EVIL;
    private static final String USER = "u" + EVIL;
    private static final String KEY = "k" + EVIL;
    private static final String HEADER = "x" + EVIL;
    private static final String VALUE = "v" + EVIL;
    private static final String BODY = "b" + EVIL;
    private static final String TAG = "t" + EVIL;
    private static final String CLIENT = "c" + EVIL;
    private static final String POLICY = "p" + EVIL;
    private static final List<String> NAMES = List.of(HOST, QUEUE, EXCHANGE, USER, KEY, HEADER, VALUE, BODY, TAG, CLIENT, POLICY);

    private static final String IMAGES = "document.querySelectorAll('img:not([src=\"ui/icon.svg\"]), [onerror]').length";

    private final Console console;
    private final Leveret broker;

    NamesAreTextIT(Console console, Leveret broker) {
        this.console = console.asGuest();
        this.broker = broker;
    }

    @Test
    void onEveryPage() throws Exception {
        broker.administration().addVirtualHost(HOST).permit("guest", HOST, ".*", ".*", ".*")
                .putUser(USER, "secret").permit(USER, HOST, QUEUE.replaceAll("\\W", "."), "", "").limitUser(USER, 1, 1)
                .setPolicy(HOST, POLICY, ".*", "queues", 0, Map.of("max-length", 1_000));
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        factory.setVirtualHost(HOST);
        try (Connection connection = factory.newConnection(CLIENT); Channel channel = connection.createChannel()) {
            declare(channel);
            Set<String> shown = new LinkedHashSet<>();
            Set<String> seen = Tour.of(console, addresses(), address -> {
                assertThat((int) console.page().evaluate(IMAGES)).as("images on %s", address).isZero();
                String text = (String) console.page().evaluate("document.body.textContent");
                NAMES.stream().filter(text::contains).forEach(shown::add);
            });
            assertThat(seen).contains("queue tab=messages", "queue tab=settings", "exchange tab=bindings");
            assertThat(shown).containsAll(NAMES);
            inAMessage();
            inDialogs();
        }
    }

    private void inAMessage() {
        console.open(queue() + "?tab=messages");
        console.row(BODY).getByRole(AriaRole.LINK).first().click();
        Locator message = console.page().getByRole(AriaRole.COMPLEMENTARY);
        assertThat(message.locator("pre")).hasText(BODY);
        assertThat(message).containsText(HEADER);
        assertThat((int) console.page().evaluate(IMAGES)).isZero();
    }

    private void inDialogs() {
        console.open(queue());
        console.choose("More", "Delete");
        assertThat(console.dialog().locator("code")).hasText(QUEUE);
        console.answer("Cancel");
        console.page().keyboard().press("Control+k");
        console.dialog().locator("input").fill("q<img");
        assertThat(console.dialog().locator("li").filter(new Locator.FilterOptions().setHasText(QUEUE)).first()).isVisible();
        console.page().keyboard().press("Escape");
        console.open("users");
        Console.button(console.row(USER).first(), "Delete").click();
        assertThat(console.dialog().locator("code")).hasText(USER);
        console.answer("Cancel");
        assertThat((int) console.page().evaluate(IMAGES)).isZero();
    }

    private static void declare(Channel channel) throws Exception {
        channel.exchangeDeclare(EXCHANGE, "headers", true);
        channel.queueDeclare(QUEUE, true, false, false, Map.of("x-dead-letter-exchange", EXCHANGE, "x-" + EVIL, VALUE));
        channel.queueBind(QUEUE, EXCHANGE, KEY, Map.of(HEADER, VALUE));
        BasicProperties properties = new BasicProperties.Builder().headers(Map.of(HEADER, VALUE)).appId(VALUE).contentType("text/html").build();
        channel.confirmSelect();
        channel.basicPublish("", QUEUE, properties, BODY.getBytes(StandardCharsets.UTF_8));
        channel.basicPublish(EXCHANGE, KEY, properties, BODY.getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie();
        channel.basicQos(1);
        channel.basicConsume(QUEUE, false, TAG, (tag, delivery) -> { }, tag -> { });
    }

    private static String queue() {
        return "queue/" + Api.encoded(HOST) + "/" + Api.encoded(QUEUE);
    }

    private List<String> addresses() {
        String host = Api.encoded(HOST);
        String connection = Api.of(broker).get("/connections").json().get(0).get("name").textValue();
        return List.of(queue(), "exchange/" + host + "/" + Api.encoded(EXCHANGE), "connection/" + Api.encoded(connection),
                "channel/" + Api.encoded(connection + " (1)"), "topology?vh=" + host, "topology?as=list&vh=" + host, "queues?vh=" + host,
                "explain?in=" + host + "&ex=" + Api.encoded(EXCHANGE) + "&key=" + Api.encoded(KEY));
    }
}
