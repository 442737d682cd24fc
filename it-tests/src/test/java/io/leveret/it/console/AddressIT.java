package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.leveret.broker.Leveret;
import io.leveret.it.Api;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The address says what a list shows: going back, reloading and handing it on bring the same again. */
@InBrowser
class AddressIT {

    private static final int QUEUES = 60;

    private final Console console;
    private final Page page;
    private final Locator rows;

    AddressIT(Console console) {
        this.console = console.asGuest();
        this.page = console.page();
        this.rows = console.main().locator("table.list tbody tr");
    }

    @BeforeAll
    static void declare(Leveret broker) {
        Api api = Api.of(broker);
        for (int i = 0; i < QUEUES; i++) api.put("/queues/%%2F/q-%02d".formatted(i), "{}");
        for (int i = 10; i < 14; i++) {
            for (int n = 0; n < i - 9; n++) {
                api.post("/exchanges/%2F/amq.default/publish",
                        "{\"properties\":{},\"routing_key\":\"q-%d\",\"payload\":\"\",\"payload_encoding\":\"string\"}".formatted(i));
            }
        }
    }

    @Test
    void filterAndOrderGoBackAndForth() {
        console.open("queues");
        assertThat(rows).hasCount(50);
        filter().fill("q-1");
        assertThat(rows).hasCount(10);
        assertThat(page).hasURL(Pattern.compile("[?&]q=q-1"));
        console.main().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Ready")).click();
        assertThat(rows.first()).containsText("q-13");
        assertThat(page).hasURL(Pattern.compile("sort=messages_ready&desc=1"));
        assertThat(console.main().locator("th[aria-sort=descending]")).containsText("Ready");
        console.main().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Ready")).click();
        assertThat(console.main().locator("th[aria-sort=ascending]")).containsText("Ready");
        page.goBack();
        assertThat(rows.first()).containsText("q-13");
        page.goBack();
        assertThat(rows.first()).containsText("q-10");
        assertThat(rows).hasCount(10);
        page.goForward();
        assertThat(rows.first()).containsText("q-13");
        page.reload();
        assertThat(rows.first()).containsText("q-13");
        assertThat(rows).hasCount(10);
        assertThat(filter()).hasValue("q-1");
    }

    @Test
    void pagesAndColumnsStayOnReload() {
        console.open("queues");
        console.main().getByLabel("Rows").selectOption("25");
        assertThat(rows).hasCount(25);
        console.button("Next page").click();
        assertThat(rows.first()).containsText("q-25");
        console.button("Last page").click();
        assertThat(rows).hasCount(10);
        assertThat(console.button("Next page")).isDisabled();
        console.main().locator("summary").filter(new Locator.FilterOptions().setHasText("Columns")).click();
        console.main().getByLabel("Memory", new Locator.GetByLabelOptions().setExact(true)).check();
        assertThat(console.main().locator("thead")).containsText("Memory");
        page.reload();
        assertThat(rows).hasCount(10);
        assertThat(rows.first()).containsText("q-50");
        assertThat(console.main().locator("thead")).containsText("Memory");
        page.goBack();
        assertThat(rows.first()).containsText("q-25");
        rows.first().getByRole(AriaRole.LINK).first().click();
        assertThat(console.title()).hasText("q-25");
        page.goBack();
        assertThat(rows.first()).containsText("q-25");
        console.open("queues?cols=name,messages&size=25&q=q-1&sort=messages&desc=1");
        assertThat(rows.first()).containsText("q-13");
        assertThat(console.main().locator("thead th[scope=col]")).hasText(new String[] {"Name", "Total"});
    }

    @Test
    void expressionsAreFiltersToo() {
        console.open("queues?q=" + Api.encoded("/q-1[0-3]$/"));
        assertThat(rows).hasCount(4);
        filter().fill("nothing-is-called-so");
        assertThat(console.main()).containsText("Nothing matches “nothing-is-called-so”.");
        console.button("Clear filter").click();
        assertThat(rows).hasCount(50);
    }

    private Locator filter() {
        return page.getByLabel("Filter", new Page.GetByLabelOptions().setExact(true));
    }
}
