package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.leveret.it.Api;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What administrators do in the console; whether it was done, the API tells. */
@InBrowser
class AdministrationTasksIT {

    private final Console console;
    private final Api api;

    AdministrationTasksIT(Console console, Api api) {
        this.console = console.asGuest();
        this.api = api;
    }

    @Test
    void makesAUserAndSaysWhatItMayDo() {
        console.open("users");
        console.button("New user").click();
        console.field("Name").fill("alice");
        console.field("Password").last().fill("secret");
        console.dialog().getByRole(AriaRole.CHECKBOX).nth(0).check();
        console.answer("Create");
        assertThat(console.row("alice").first()).containsText("no permissions");
        assertThat(api.as("alice", "secret").get("/whoami").json().get("tags").get(0).textValue()).isEqualTo("management");

        Console.button(console.row("alice").first(), "Grant").click();
        Console.button(console.dialog(), "Read only").click();
        console.field("Configure").fill("^alice\\.");
        console.answer("Grant");
        assertThat(console.row("^alice\\.")).containsText("alice");
        assertThat(api.get("/permissions/%2F/alice").json().get("configure").textValue()).isEqualTo("^alice\\.");
        assertThat(api.get("/permissions/%2F/alice").json().get("write").textValue()).isEmpty();

        Locator check = console.page().locator("lv-permission-check");
        check.locator("[name=who]").selectOption("alice");
        check.locator("[name=act]").selectOption("write");
        check.locator("[name=name]").fill("alice.inbox");
        Console.button(check, "Check").click();
        assertThat(check.getByRole(AriaRole.STATUS)).containsText("No: alice may not write to the queue alice.inbox");
        console.page().reload();
        assertThat(check.getByRole(AriaRole.STATUS)).containsText("No: alice may not write to the queue alice.inbox");

        Console.button(console.row("alice").first(), "Delete").click();
        assertThat(Console.button(console.dialog(), "Delete user")).isDisabled();
        console.dialog().getByRole(AriaRole.TEXTBOX).fill("alice");
        console.answer("Delete user");
        assertThat(console.row("alice")).hasCount(0);
        assertThat(api.get("/users/alice").status()).isEqualTo(404);
    }

    @Test
    void showsWhatAPolicyWouldChangeBeforeItDoes() {
        api.put("/queues/%2F/mail.in", "{}");
        api.put("/queues/%2F/mail.out", "{\"arguments\":{\"x-max-length\":5}}");
        api.put("/policies/%2F/strict", "{\"pattern\":\"^mail.in\",\"definition\":{\"max-length\":10},\"priority\":9}");
        console.open("policies");
        console.button("New policy").click();
        console.field("Name").fill("short");
        console.field("Pattern").fill("^mail");
        assertThat(console.dialog().locator("legend")).hasText("Definition"); // as RabbitMQ calls it
        console.dialog().getByRole(AriaRole.COMBOBOX).last().selectOption("message-ttl");
        console.field("Value").fill("1 min");
        Locator preview = console.dialog().locator("lv-policy-preview");
        assertThat(preview).containsText("Matches 2 queues and 0 exchanges now");
        assertThat(preview.locator(".changes li")).hasCount(2);
        assertThat(preview.locator(".changes li").filter(new Locator.FilterOptions().setHasText("mail.in"))).containsText("“strict” has the higher priority");
        assertThat(api.get("/policies/%2F/short").status()).isEqualTo(404); // nothing is done by looking
        console.answer("Create");
        assertThat(console.toast("Saved")).isVisible();
        assertThat(console.row("short")).containsText("message-ttl 60000");
        assertThat(api.get("/policies/%2F/short").json().get("definition").get("message-ttl").intValue()).isEqualTo(60_000);

        console.row("short").getByRole(AriaRole.CHECKBOX).check();
        Console.button(console.page().getByRole(AriaRole.REGION), "Delete").click();
        assertThat(console.dialog().locator("lv-policy-preview .changes li")).containsText("message-ttl");
        console.answer("Delete policy");
        assertThat(console.row("short")).hasCount(0);
    }

    @Test
    void showsWhatDefinitionsWouldChangeAndAppliesWhatIsChosen() {
        api.put("/queues/%2F/there", "{\"durable\":true}");
        api.put("/exchanges/%2F/stays", "{\"type\":\"topic\"}");
        String file = """
                {"vhosts": [{"name": "/"}, {"name": "imported"}],
                 "queues": [{"vhost": "/", "name": "there", "durable": true, "auto_delete": false, "arguments": {}},
                            {"vhost": "/", "name": "wanted", "durable": true, "auto_delete": false, "arguments": {"x-max-length": 7}},
                            {"vhost": "/", "name": "unwanted", "durable": true, "auto_delete": false, "arguments": {}}],
                 "exchanges": [{"vhost": "/", "name": "stays", "type": "fanout", "durable": true, "auto_delete": false, "internal": false, "arguments": {}}]}
                """;
        console.open("definitions");
        choose("broken.json", "{\"queues\": ");
        assertThat(console.main().getByRole(AriaRole.ALERT)).containsText("This is not JSON.");
        choose("definitions.json", file);
        assertThat(console.row("wanted").first()).containsText("New");
        assertThat(console.row("imported")).containsText("New");
        assertThat(console.row("stays")).containsText("Kept"); // exchanges that are there cannot be changed
        assertThat(console.row("there")).hasCount(0);
        console.page().getByLabel("Apply / · unwanted").uncheck();
        assertThat(api.get("/queues/%2F/wanted").status()).isEqualTo(404); // nothing is done by looking
        console.button("Apply 2 changes").click();
        assertThat(console.toast("Applied")).isVisible();
        assertThat(api.get("/queues/%2F/wanted").json().get("arguments").get("x-max-length").intValue()).isEqualTo(7);
        assertThat(api.get("/vhosts/imported").status()).isEqualTo(200);
        assertThat(api.get("/queues/%2F/unwanted").status()).isEqualTo(404);
        assertThat(api.get("/exchanges/%2F/stays").json().get("type").textValue()).isEqualTo("topic");
    }

    private void choose(String name, String text) {
        console.main().locator("input[type=file]").setInputFiles(new FilePayload(name, "application/json", text.getBytes(StandardCharsets.UTF_8)));
    }
}
