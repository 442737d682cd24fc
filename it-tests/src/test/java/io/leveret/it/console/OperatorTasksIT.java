package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import io.leveret.it.Api;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What operators do when something went wrong, in the console. */
@InBrowser
class OperatorTasksIT {

    private final Console console;
    private final Leveret broker;
    private final Api api;

    OperatorTasksIT(Console console, Leveret broker) {
        this.console = console.asGuest();
        this.broker = broker;
        this.api = Api.of(broker);
    }

    @Test
    void deadLettersOfAQueueThatIsGoneAreSentToAnother() throws Exception {
        api.put("/queues/%2F/lost.dead", "{}");
        api.put("/queues/%2F/lost.work", "{\"arguments\":{\"x-dead-letter-exchange\":\"\",\"x-dead-letter-routing-key\":\"lost.dead\"}}");
        api.put("/queues/%2F/lost.other", "{}");
        publish("lost.work", "one");
        publish("lost.work", "two");
        rejectAll("lost.work");
        awaitDepth("lost.dead", 2);
        api.delete("/queues/%2F/lost.work");

        console.open("queue/%2F/lost.dead?tab=messages");
        console.choose("All messages", "Redrive");
        console.answer("Check first");
        assertThat(console.dialog()).containsText("No message would be touched.");
        assertThat(console.dialog()).containsText("is not there");
        console.dialog().getByLabel("Instead: lost.work", new Locator.GetByLabelOptions().setExact(true)).fill("lost.other");
        console.answer("Check again");
        assertThat(console.dialog()).containsText("2 messages would go back to:");
        console.answer("Redrive 2 messages");
        assertThat(console.dialog()).containsText("2 messages redriven");
        console.answer("Close");
        awaitDepth("lost.other", 2);
    }

    @Test
    void aMessageIsPutBehindTheOthers() {
        api.put("/queues/%2F/line", "{}");
        for (String body : new String[] {"first", "second", "third"}) publish("line", body);
        console.open("queue/%2F/line?tab=messages");
        console.row("first").getByRole(AriaRole.CHECKBOX).check();
        Console.button(console.page().getByRole(AriaRole.REGION), "Requeue").click();
        console.answer("Check first");
        console.answer("Requeue 1 message");
        assertThat(console.dialog()).containsText("1 message requeued");
        console.answer("Close");
        assertThat(console.main().locator("table.list tbody tr").last()).containsText("first");
    }

    @Test
    void whatIsTypedStaysWhenSuggestionsCome() {
        api.put("/exchanges/%2F/suggested", "{\"type\":\"topic\"}");
        console.open("explain?in=%2F");
        Locator exchange = console.main().locator("input[name=ex]");
        exchange.fill("sugg");
        assertThat(console.main().locator("#exchanges-known option[value=suggested]")).isAttached();
        assertThat(exchange).hasValue("sugg");
        exchange.fill("suggested");
        console.button("Explain").click();
        assertThat(console.main().getByRole(AriaRole.STATUS)).containsText("Reaches no queue");
        assertThat(console.main()).containsText("Nothing is bound to it.");
    }

    @Test
    void theDefaultExchangeLooksForAQueueOfThatName() {
        console.open("explain?in=%2F&ex=amq.default&key=nobody");
        assertThat(console.main()).containsText("It looks for a queue that is called as the routing key is, and there is none.");
    }

    @Test
    void aQueueThatWasDeletedMeanwhileIsMadeAgain() {
        api.put("/queues/%2F/phoenix", "{\"durable\":true,\"arguments\":{\"x-max-length\":5}}");
        console.open("queue/%2F/phoenix");
        assertThat(console.title()).hasText("phoenix");
        console.expecting("404 GET .*phoenix");
        api.delete("/queues/%2F/phoenix");
        assertThat(console.main()).containsText("phoenix was there until");
        console.button("Create again").click();
        assertThat(console.dialog().locator("[name=name]")).hasValue("phoenix");
        console.answer("Create");
        assertThat(console.title()).hasText("phoenix");
        assertThat(api.get("/queues/%2F/phoenix").json().at("/arguments/x-max-length").intValue()).isEqualTo(5);
    }

    @Test
    void publishingGoesOnWhereItFailed() {
        api.put("/queues/%2F/counted", "{}");
        AtomicInteger asked = new AtomicInteger();
        console.page().route("**/publish", route -> {
            if (asked.incrementAndGet() == 3) route.abort();
            else route.resume();
        });
        console.expecting("publish");
        console.open("queue/%2F/counted");
        console.button("Publish").click();
        console.field("Payload").fill("message ${n}");
        console.field("How many (1–10000)").fill("5");
        console.answer("Publish 5 messages");
        assertThat(console.dialog()).containsText("2 of 5 published");
        console.answer("Go on with message 3");
        assertThat(console.dialog()).containsText("5 of 5 published");
        awaitDepth("counted", 5);
        assertThat(api.get("/queues/%2F/counted/messages").json().at("/messages/2/payload").asText()).isEqualTo("message 3");
    }

    @Test
    void usersAreLimitedAndWarnedOf() {
        api.put("/users/unarmed", "{\"password_hash\":\"\",\"tags\":\"administrator\"}");
        console.open("users");
        assertThat(console.main()).containsText("The user guest still has its default password");
        assertThat(console.main()).containsText("One administrator has no password.");
        console.button("No permissions").click();
        assertThat(console.row("unarmed").first()).containsText("no permissions");
        console.row("unarmed").first().getByRole(AriaRole.CHECKBOX).check();
        Console.button(console.page().getByRole(AriaRole.REGION), "Limits").click();
        console.field("Most connections").fill("3");
        console.answer("Save");
        assertThat(console.row("unarmed").first()).containsText("Most connections 3");
        assertThat(api.get("/user-limits/unarmed").json().at("/0/value/max-connections").intValue()).isEqualTo(3);
        api.delete("/users/unarmed");
    }

    private void publish(String queue, String body) {
        api.post("/exchanges/%2F/amq.default/publish",
                "{\"properties\":{},\"routing_key\":\"%s\",\"payload\":\"%s\",\"payload_encoding\":\"string\"}".formatted(queue, body));
    }

    private void rejectAll(String queue) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
            for (var got = channel.basicGet(queue, false); got != null; got = channel.basicGet(queue, false)) {
                channel.basicReject(got.getEnvelope().getDeliveryTag(), false);
            }
        }
    }

    private void awaitDepth(String queue, int messages) {
        await().untilAsserted(() -> assertThat(api.get("/queues/%2F/" + queue).json().get("messages").intValue()).isEqualTo(messages));
    }
}
