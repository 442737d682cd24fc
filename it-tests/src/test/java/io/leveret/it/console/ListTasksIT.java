package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.leveret.it.Api;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Lists are narrowed, and something is done with many of their rows, in the console. */
@InBrowser
class ListTasksIT {

    private final Console console;
    private final Queues queues;
    private final Api api;

    ListTasksIT(Console console, Queues queues, Api api) {
        this.console = console.asGuest();
        this.queues = queues;
        this.api = api;
    }

    @Test
    void quickFiltersHoldTogetherAndStandInTheAddress() {
        queues.declare("narrow.full", "narrow.empty");
        queues.publish("narrow.full", "x");
        console.open("queues?q=narrow.");
        assertThat(console.row("narrow.")).hasCount(2);
        console.button("Has backlog").click();
        assertThat(console.row("narrow.")).hasCount(1);
        assertThat(console.row("narrow.full")).containsText("no consumers");
        console.button("Exclusive").click();
        assertThat(console.main()).containsText("No match");
        assertThat(console.page()).hasURL(Pattern.compile("chip=backlog%2Cexclusive"));
        console.page().reload();
        assertThat(console.button("Exclusive")).hasAttribute("aria-pressed", "true");
        console.button("Clear filter").click();
        assertThat(console.row("narrow.full")).hasCount(1);
    }

    @Test
    void theOldestMessageHasAnAge() {
        queues.declare("aging");
        queues.publish("aging", "x");
        console.open("queues?q=aging&cols=name,oldest");
        assertThat(console.row("aging").locator("td").last()).hasText(Pattern.compile("\\d+ (ms|s|min)"));
        console.open("queue/%2F/aging");
        assertThat(console.main().locator("dt:text-is('Oldest message') + dd")).hasText(Pattern.compile("\\d+ (ms|s|min)"));
    }

    @Test
    void exchangesOfTheBrokerAreHiddenUntilSomebodyWantsThem() {
        api.put("/exchanges/%2F/own", "{}");
        console.open("exchanges");
        assertThat(console.row("own")).hasCount(1);
        assertThat(console.row("amq.topic")).hasCount(0);
        console.button("Hide built-in").click();
        assertThat(console.row("amq.topic")).hasCount(1);
    }

    @Test
    void anExpressionThatIsNoneIsToldOf() {
        console.open("queues");
        console.page().getByRole(AriaRole.SEARCHBOX).first().fill("/a(/");
        assertThat(console.main().getByRole(AriaRole.ALERT)).containsText("This is not a regular expression");
    }

    @Test
    void manyAreDeletedWhenTheirNumberIsTyped() {
        queues.declare("bulk.0", "bulk.1", "bulk.2");
        console.open("queues?q=bulk.");
        assertThat(console.row("bulk.")).hasCount(3);
        console.page().getByLabel("Select all on this page").check();
        Console.button(console.page().getByRole(AriaRole.REGION), "Delete").click();
        assertThat(Console.button(console.dialog(), "Delete 3 queues")).isDisabled();
        console.dialog().getByRole(AriaRole.TEXTBOX).fill("3");
        console.answer("Delete 3 queues");
        assertThat(console.dialog()).containsText("3 done");
        console.answer("Close");
        assertThat(Console.button(console.toast("3 queues deleted"), "Copy definitions")).isVisible();
        assertThat(api.get("/queues/%2F/bulk.0").status()).isEqualTo(404);
    }

    @Test
    void aPolicyIsMadeForChosenQueues() {
        queues.declare("chosen.a", "chosen.b", "chosen.c");
        console.open("queues?q=chosen.");
        console.row("chosen.a").getByRole(AriaRole.CHECKBOX).check();
        console.row("chosen.c").getByRole(AriaRole.CHECKBOX).check();
        Console.button(console.page().getByRole(AriaRole.REGION), "Apply policy").click();
        Locator preview = console.dialog().locator("lv-policy-preview");
        assertThat(preview).containsText("Matches 2 queues and 0 exchanges now");
        assertThat(preview).not().containsText("chosen.b");
        console.field("Name").fill("chosen");
        console.dialog().getByRole(AriaRole.COMBOBOX).last().selectOption("max-length");
        console.field("Value").fill("7");
        console.answer("Create");
        assertThat(console.row("chosen.a")).containsText("chosen");
        assertThat(api.get("/queues/%2F/chosen.c").json().path("policy").asText()).isEqualTo("chosen");
        assertThat(api.get("/queues/%2F/chosen.b").json().path("policy").asText("")).isNotEqualTo("chosen");
        api.delete("/policies/%2F/chosen");
    }

    /** On a phone rows are cards below each other, and only the page scrolls. */
    @Test
    void cardsScrollWithThePage() {
        for (int i = 0; i < 9; i++) queues.declare("card." + i);
        console.page().setViewportSize(390, 844);
        console.open("queues?q=card.");
        assertThat(console.row("card.")).hasCount(9);
        assertThat((boolean) console.main().locator(".table-box").evaluate("box => box.scrollHeight <= box.clientHeight + 1")).isTrue();
        assertThat((boolean) console.page().evaluate("document.documentElement.scrollHeight > innerHeight")).isTrue();
    }
}
