package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.leveret.broker.Leveret;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nobody is kept out by how pages look or what they are called: in both themes, wide and on a phone. */
@InBrowser
class AccessibilityIT {

    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;
    private static final int TABS_AT_MOST = 60;

    private static Shop shop;

    private final Axe axe = new Axe();
    private final SoftAssertions found = new SoftAssertions();
    private final Console console;
    private final Page page;

    AccessibilityIT(Console console) {
        this.console = console.asGuest();
        this.page = console.page();
    }

    @BeforeAll
    static void open(Leveret broker) throws Exception {
        shop = Shop.open(broker);
    }

    @AfterAll
    static void close() throws Exception {
        shop.close();
    }

    @Test
    void allPages() {
        Tour.of(console, shop.objects(), this::inBothThemes);
        found.assertAll();
    }

    @Test
    void aPhone() {
        page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        for (String address : new String[] {"overview", "queues", "connections", "policies", "node", "queue/%2F/orders.mail"}) {
            Tour.show(console, address);
            inBothThemes(address + " on a phone");
        }
        console.button("Menu").click();
        assertThat(page.locator("nav.rail")).isVisible();
        inBothThemes("the menu of a phone");
        found.assertAll();
    }

    @Test
    void aWindowThatHasRoomForIconsOnly() {
        page.setViewportSize(1024, PHONE_HEIGHT);
        Tour.show(console, "overview");
        assertThat(page.locator("nav.rail .brand span")).isHidden();
        inBothThemes("a folded rail");
        found.assertAll();
    }

    @Test
    void dialogsAndWhatIsNotThere() {
        console.open("queues");
        console.button("New queue").click();
        inBothThemes("a form");
        page.keyboard().press("Escape");
        console.row("orders.created").locator(".pick input").check();
        console.button("Delete").click();
        inBothThemes("a confirmation");
        page.keyboard().press("Escape");
        page.keyboard().press("Control+k");
        assertThat(console.dialog()).isVisible();
        inBothThemes("the palette");
        console.expecting("^404 GET").open("queue/%2F/gone");
        assertThat(console.title()).hasText("Not found");
        inBothThemes("a queue that is not there");
        found.assertAll();
    }

    /** Themes are colours and nothing else: what does not depend on them is looked at in one. */
    private void inBothThemes(String what) {
        found.assertThat(axe.violations(page)).as("%s, light", what).isEmpty();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        found.assertThat(axe.violationsByColour(page)).as("%s, dark", what).isEmpty();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    /** Declares a queue, publishes, finds it by its name, opens it, goes back: no pointer is needed. */
    @Test
    void theKeyboardAloneIsEnough() {
        console.open("overview");
        assertThat(console.title()).isFocused();
        page.keyboard().press("g");
        page.keyboard().press("q");
        assertThat(console.title()).containsText("Queues");
        assertThat(console.title()).isFocused();
        tabTo(console.button("New queue"));
        page.keyboard().press("Enter");
        assertThat(console.dialog()).isVisible();
        page.keyboard().type("by.keyboard");
        page.keyboard().press("Enter");
        assertThat(console.row("by.keyboard")).isVisible();
        assertThat(console.button("New queue")).isFocused(); // where one was before
        page.keyboard().press("/");
        page.keyboard().type("by.key");
        assertThat(page.locator("main tbody tr")).hasCount(1);
        page.keyboard().press("Escape");
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        assertThat(console.title()).hasText("by.keyboard");
        assertThat(console.title()).isFocused();
        tabTo(console.button("Publish").first());
        page.keyboard().press("Enter");
        assertThat(console.dialog()).isVisible();
        page.keyboard().press("Escape");
        assertThat(console.dialog()).hasCount(0);
        assertThat(console.button("Publish").first()).isFocused();
        page.goBack();
        tabTo(page.getByRole(AriaRole.BUTTON).filter(new Locator.FilterOptions().setHasText("Ready")));
        page.keyboard().press("Enter");
        assertThat(page.locator("th[aria-sort=descending]")).hasText("Ready");
    }

    @Test
    void theKeyboardTellsWhatLettersStandFor() {
        console.open("queue/%2F/orders.created");
        Locator letters = page.locator("details.features summary");
        assertThat(letters).hasText("DLenDLX");
        tabTo(letters);
        page.keyboard().press("Enter");
        assertThat(page.locator("details.features dl")).containsText("x-dead-letter-exchange: orders.dead");
        page.keyboard().press("Escape");
        assertThat(page.locator("details.features dl")).isHidden();
        console.open("exchanges");
        Locator legend = page.locator("summary").filter(new Locator.FilterOptions().setHasText("Legend"));
        tabTo(legend);
        page.keyboard().press("Enter");
        assertThat(legend.locator("xpath=../dl")).containsText("alternate-exchange: Takes what this one cannot route");
    }

    /** What has the focus can be seen: its outline is there wherever the key leads. */
    @Test
    void whatHasTheFocusIsSeen() {
        console.open("queues");
        assertThat(console.row("orders.created")).isVisible();
        for (int i = 0; i < TABS_AT_MOST; i++) {
            page.keyboard().press("Tab");
            Object seen = page.evaluate("() => { const at = document.activeElement; if (at === document.body) return true; const box = at.getBoundingClientRect();"
                    + " return getComputedStyle(at).outlineStyle !== 'none' && box.width > 0 && box.right > 0 && getComputedStyle(at).visibility === 'visible'; }");
            found.assertThat(seen).as("outline of %s", page.evaluate("document.activeElement.outerHTML.slice(0, 120)")).isEqualTo(true);
        }
        found.assertAll();
    }

    private void tabTo(Locator wanted) {
        for (int i = 0; i < TABS_AT_MOST; i++) {
            if ((boolean) wanted.evaluate("element => element === document.activeElement")) return;
            page.keyboard().press("Tab");
        }
        assertThat(wanted).isFocused();
    }
}
