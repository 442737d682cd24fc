package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.leveret.it.Api;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What operators do when something went wrong, in the console. */
@InBrowser
class OperatorTasksIT {

    private final Console console;
    private final Queues queues;
    private final Api api;

    OperatorTasksIT(Console console, Queues queues, Api api) {
        this.console = console.asGuest();
        this.queues = queues;
        this.api = api;
    }

    @Test
    void deadLettersOfAQueueThatIsGoneAreSentToAnother() throws Exception {
        queues.declare("lost.dead", "lost.other");
        queues.declareWith("{\"x-dead-letter-exchange\":\"\",\"x-dead-letter-routing-key\":\"lost.dead\"}", "lost.work");
        queues.publish("lost.work", "one", "two");
        queues.rejectAll("lost.work");
        queues.awaitDepth("lost.dead", 2);
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
        queues.awaitDepth("lost.other", 2);
    }

    @Test
    void aMessageIsPutBehindTheOthers() {
        queues.declare("line");
        queues.publish("line", "first", "second", "third");
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
    void deadLettersThatNobodyTakesAreNoAlarm() {
        queues.declare("grave", "left");
        queues.declareWith("{\"x-dead-letter-exchange\":\"\",\"x-dead-letter-routing-key\":\"grave\"}", "dying");
        queues.publish("grave", "one", "two");
        queues.publish("left", "one");
        console.open("queues");
        assertThat(console.row("left").locator(".state.bad")).hasText("no consumers");
        assertThat(console.row("grave").locator(".state.warn")).hasText("dead letters");
        assertThat(console.row("grave").locator(".state")).hasAttribute("title", "holds 2 dead letters of other queues, which nobody takes");
    }

    @Test
    void whatAConsumerHoldsIsTakenBackByClosingItsConnection() throws Exception {
        queues.declare("held");
        queues.publish("held", "one");
        Connection connection = queues.connect("holding");
        connection.createChannel().basicGet("held", false);
        console.open("queue/%2F/held?tab=messages&view=unacked");
        Console.button(console.row("held"), "Take back: close the connection").click();
        console.answer("Close connection");
        console.answer("Close");
        assertThat(console.main()).containsText("Nobody holds a message");
        assertThat(console.main()).containsText("Ready 1");
        await().until(() -> !connection.isOpen());
    }

    @Test
    void whoPublishesStraightToAQueueIsDrawn() throws Exception {
        queues.declare("straight");
        try (Connection connection = queues.connect("straightforward")) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicPublish("", "straight", null, new byte[0]);
            channel.waitForConfirmsOrDie();
            console.open("topology?clients=1&as=list&q=straight");
            assertThat(console.row("straightforward")).containsText("(default)");
            assertThat(console.row("binding").filter(new Locator.FilterOptions().setHasText("(default)"))).containsText("Queue straight");
        }
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
        assertThat(console.main()).containsText("It looks for a queue named like the routing key, and there is none.");
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
        queues.declare("counted");
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
        queues.awaitDepth("counted", 5);
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
        console.field("Connections at most").fill("3");
        console.answer("Save");
        assertThat(console.row("unarmed").first()).containsText("Connections at most 3");
        assertThat(api.get("/user-limits/unarmed").json().at("/0/value/max-connections").intValue()).isEqualTo(3);
        api.delete("/users/unarmed");
    }
}
