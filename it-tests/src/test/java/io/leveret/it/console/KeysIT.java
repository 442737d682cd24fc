package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.leveret.it.Api;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console without a mouse. */
@InBrowser
class KeysIT {

    private final Console console;
    private final Page page;
    private final Keyboard keyboard;
    private final Api api;

    KeysIT(Console console, Queues queues, Api api) {
        this.console = console.asGuest();
        this.page = console.page();
        this.keyboard = page.keyboard();
        this.api = api;
        queues.declare("orders.created", "orders.failed", "zebra");
    }

    @Test
    void walkTheLists() {
        console.open("overview");
        assertThat(console.title()).isVisible();
        keyboard.type("gq");
        assertThat(console.title()).containsText("Queues");
        assertThat(console.row("zebra")).isVisible();
        keyboard.press("/");
        assertThat(console.main().locator("input[type=search]")).isFocused();
        keyboard.type("orders"); // no keys while one writes
        assertThat(console.row("zebra")).hasCount(0);
        keyboard.press("Escape");
        keyboard.type("jj");
        assertThat(console.row("orders.failed").getByRole(AriaRole.LINK)).isFocused();
        keyboard.press("x");
        assertThat(page.getByRole(AriaRole.REGION)).containsText("1 selected");
        keyboard.press("k");
        keyboard.press("Enter");
        assertThat(console.title()).hasText("orders.created");
        page.goBack();
        assertThat(console.title()).containsText("Queues");
        keyboard.press("p");
        assertThat(page.locator("lv-live summary")).containsText("paused");
        api.put("/queues/%2F/orders.late", "{}");
        keyboard.press("r");
        assertThat(console.row("orders.late")).isVisible();
        keyboard.press("p");
        assertThat(page.locator("lv-live summary")).containsText("live");
        keyboard.press("?");
        assertThat(console.dialog()).containsText("next and previous row");
        keyboard.press("Escape");
        assertThat(console.dialog()).hasCount(0);
        keyboard.type("ge");
        assertThat(console.title()).containsText("Exchanges");
    }

    @Test
    void findAnythingByItsName() {
        api.post("/exchanges/%2F/amq.default/publish", "{\"properties\":{},\"routing_key\":\"zebra\",\"payload\":\"\",\"payload_encoding\":\"string\"}");
        console.open("overview");
        assertThat(console.title()).isVisible();
        palette("orders.cr", "orders.created", "Queue");
        assertThat(console.title()).hasText("orders.created");
        palette("amq.topic", "amq.topic", "Exchange");
        assertThat(page).hasURL(Pattern.compile("#/exchange/%2F/amq.topic"));
        palette("dark", "Dark theme", "Do");
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        page.reload();
        assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        assertThat(console.title()).isVisible();
        palette("purge zeb", "Purge zebra", "Do");
        assertThat(console.dialog()).containsText("1 at this moment");
        keyboard.press("Tab");
        assertThat(Console.button(console.dialog(), "Purge queue")).isFocused();
        keyboard.press("Enter");
        assertThat(console.toast("1 message purged")).isVisible();
        assertThat(api.get("/queues/%2F/zebra").json().get("messages").intValue()).isZero();
    }

    private void palette(String typed, String name, String kind) {
        keyboard.press("Control+k");
        assertThat(console.dialog().getByRole(AriaRole.COMBOBOX)).isFocused();
        keyboard.type(typed);
        Locator hit = console.dialog().getByRole(AriaRole.OPTION).first();
        assertThat(hit).containsText(name);
        assertThat(hit).containsText(kind);
        keyboard.press("Enter");
    }
}
