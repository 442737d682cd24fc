package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.leveret.it.Api;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What one does with queues and their messages, done in the console; whether it was done, the API tells. */
@InBrowser
class MessageTasksIT {

    private final Console console;
    private final Queues queues;
    private final Api api;

    MessageTasksIT(Console console, Queues queues, Api api) {
        this.console = console.asGuest();
        this.queues = queues;
        this.api = api;
    }

    @Test
    void declaresBindsAndPublishes() {
        console.open("queues");
        console.button("New queue").click();
        console.field("Name").fill("orders");
        console.dialog().getByRole(AriaRole.COMBOBOX).last().selectOption("x-message-ttl");
        console.field("Value").fill("2 h");
        console.field("Value").blur();
        assertThat(console.field("Value")).hasValue("7200000");
        console.answer("Create");
        assertThat(console.toast("orders created")).isVisible();
        assertThat(console.row("orders")).containsText("TTL");

        console.open("exchanges");
        console.button("New exchange").click();
        console.field("Name").fill("shop");
        console.field("Type").selectOption("topic");
        console.answer("Create");
        console.row("shop").getByRole(AriaRole.LINK).first().click();
        assertThat(console.title().first()).hasText("shop");

        console.page().locator("nav.tabs").getByText("Bindings").click();
        console.button("Bind").first().click();
        console.field("To").fill("orders");
        console.field("Routing key").fill("order.*");
        console.answer("Bind");
        assertThat(console.row("order.*")).containsText("orders");

        console.button("Publish").click();
        console.field("Routing key").fill("order.1");
        console.field("Payload").fill("{\"n\": ${n}}");
        Console.button(console.dialog(), "As JSON").click();
        console.field("Headers").fill("{\"tenant\": \"blue ${n}\"}");
        console.field("How many (1–10000)").fill("3");
        console.answer("Publish 3 messages");
        assertThat(console.dialog()).containsText("3 messages are published and routed to one queue");
        assertThat(queues.depth("orders")).isEqualTo(3);
        assertThat(console.dialog()).containsText("3 of 3 published");

        console.field("Routing key").fill("nowhere");
        console.field("How many (1–10000)").fill("1");
        console.answer("Publish");
        assertThat(console.dialog()).containsText("The message is published, but no queue takes it.");
        Console.button(console.dialog(), "Explain").first().click();
        assertThat(console.dialog().last()).containsText("Reaches no queue");
    }

    @Test
    void looksForDeadLettersAndSendsThemBack() throws Exception {
        api.put("/exchanges/%2F/died", "{\"type\":\"fanout\"}");
        queues.declareWith("{\"x-dead-letter-exchange\":\"died\"}", "work");
        queues.declare("dead", "other");
        api.post("/bindings/%2F/e/died/q/dead", "{}");
        queues.publish("work", "red", "green", "blue");
        queues.rejectAll("work");
        queues.awaitDepth("dead", 3);

        console.open("queue/%2F/dead?tab=messages");
        assertThat(console.row("work")).hasCount(3);
        console.page().getByLabel("Text in the body").fill("green");
        assertThat(console.row("work")).hasCount(1);
        assertThat(console.page()).hasURL(Pattern.compile("f_text=green"));
        console.row("green").getByRole(AriaRole.LINK).click();
        Locator message = console.page().getByRole(AriaRole.COMPLEMENTARY);
        assertThat(message).containsText("rejected in work");
        assertThat(message.locator("pre")).hasText("green");
        Console.button(message, "Close the message").click();
        console.button("Clear filter").click();
        assertThat(console.row("work")).hasCount(3);

        console.choose("All messages", "Redrive");
        console.answer("Check first");
        assertThat(console.dialog()).containsText("3 messages would go back to:");
        assertThat(console.dialog().getByRole(AriaRole.ROW).last()).containsText("work");
        assertThat(Console.button(console.dialog(), "Cancel")).isFocused();
        console.answer("Cancel");
        assertThat(queues.depth("dead")).isEqualTo(3); // nothing is done by looking
        console.row("green").getByRole(AriaRole.CHECKBOX).check();
        Console.button(console.page().getByRole(AriaRole.REGION), "Redrive").click();
        console.answer("Check first");
        console.answer("Redrive 1 message");
        assertThat(console.dialog()).containsText("1 message redriven");
        console.answer("Close");
        assertThat(console.row("work")).hasCount(2);
        queues.awaitDepth("work", 1);

        console.choose("All messages", "Move");
        console.field("Queue").fill("other");
        console.answer("Check first");
        assertThat(console.dialog()).containsText("2 messages would leave the queue for:");
        console.answer("Move 2 messages");
        console.answer("Close");
        queues.awaitDepth("other", 2);
        assertThat(console.main()).containsText("No message is ready");
    }

    @Test
    void destroysOnlyWhatWasTyped() {
        queues.declare("precious", "cheap");
        queues.publish("precious", "one", "two", "three");
        api.post("/bindings/%2F/e/amq.topic/q/precious", "{\"routing_key\":\"#\"}");
        console.open("queue/%2F/precious?tab=messages");
        console.choose("All messages", "Remove");
        console.answer("Check first");
        assertThat(console.dialog()).containsText("3 messages of precious in / will be lost.");
        cannotBeForced("Remove 3 messages", "2");
        console.answer("Cancel");

        console.button("Purge").click();
        assertThat(console.dialog()).containsText("3 at this moment");
        assertThat(Console.button(console.dialog(), "Cancel")).isFocused();
        console.page().keyboard().press("Enter");
        assertThat(console.dialog()).hasCount(0);
        assertThat(queues.depth("precious")).isEqualTo(3);
        console.choose("More", "Delete");
        assertThat(console.dialog()).containsText("3 messages and 1 binding will be lost.");
        cannotBeForced("Delete queue", "Precious");
        console.dialog().getByRole(AriaRole.TEXTBOX).fill("precious");
        console.expecting("400 DELETE .*precious").expecting("^404 GET .*/precious"); // its page may ask once more before it is left
        console.answer("Delete queue");
        assertThat(console.dialog().getByRole(AriaRole.ALERT)).isVisible(); // it is not empty, and was to be deleted only if it is
        assertThat(queues.depth("precious")).isEqualTo(3);
        console.dialog().getByLabel("Only if empty").uncheck();
        console.answer("Delete queue");
        assertThat(console.toast("Queue deleted")).isVisible();
        assertThat(console.title()).containsText("Queues");
        assertThat(console.row("precious")).hasCount(0);
        assertThat(api.get("/queues/%2F/precious").status()).isEqualTo(404);

        queues.publish("cheap", "one");
        console.open("queue/%2F/cheap");
        console.button("Purge").click();
        console.answer("Purge queue");
        assertThat(console.toast("1 message purged")).isVisible();
        assertThat(queues.depth("cheap")).isEqualTo(0);
    }

    /** Neither the button nor Enter does it while something else is typed, nor a script that submits the form. */
    private void cannotBeForced(String verb, String typed) {
        Locator button = Console.button(console.dialog(), verb);
        assertThat(button).isDisabled();
        Locator input = console.dialog().getByRole(AriaRole.TEXTBOX);
        input.fill(typed);
        assertThat(button).isDisabled();
        input.press("Enter");
        console.dialog().locator("form").evaluate("form => form.requestSubmit()");
        assertThat(console.dialog()).isVisible();
        assertThat(queues.depth("precious")).isEqualTo(3);
    }
}
