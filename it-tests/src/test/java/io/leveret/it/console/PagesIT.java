package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.leveret.broker.Leveret;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every page opens, each of its tabs as well, and has nothing to complain of. Pictures of all are kept in {@code target/console/pictures}. */
@InBrowser
class PagesIT {

    private static final Path PICTURES = Path.of("target", "console", "pictures");
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;
    private static final int WIDTH = 1360;
    private static final int HEIGHT = 900;
    /** What is linked from the rail and the tabs: a page that is added is tried without being named here. */
    private static final String LINKS = "where => [...document.querySelectorAll(where)].map(link => link.getAttribute('href').replace(/^#\\//, ''))";

    private static Shop shop;

    @BeforeAll
    static void open(Leveret broker) throws Exception {
        shop = Shop.open(broker);
    }

    @AfterAll
    static void close() throws Exception {
        shop.close();
    }

    @Test
    void allOpen(Console console) {
        Page page = console.asGuest().open("overview").page();
        assertThat(console.title().first()).isVisible();
        Deque<String> open = new ArrayDeque<>(links(page, "nav.rail section a"));
        open.addAll(shop.objects());
        assertThat(open).hasSizeGreaterThan(20).anyMatch(address -> address.startsWith("queues"));
        Set<String> seen = new LinkedHashSet<>();
        SoftAssertions wide = new SoftAssertions();
        while (!open.isEmpty()) {
            String address = open.pop();
            if (!seen.add(kindOf(address))) continue;
            show(console, address);
            links(page, "nav.tabs a").stream().skip(1).forEach(open::add); // the first one is shown
            keepPictures(page, address, wide);
        }
        assertThat(seen).contains("queue tab=messages", "exchange tab=delayed", "connection", "queues");
        wide.assertAll();
    }

    /** Of the tabs that several objects have, one is tried. */
    private static String kindOf(String address) {
        int tab = address.indexOf("tab=");
        return tab < 0 ? address.replaceAll("^(connection|channel)/.*", "$1") : address.replaceAll("/.*", "") + " " + address.substring(tab);
    }

    private static void show(Console console, String address) {
        console.open(address);
        assertThat(console.title().first()).isVisible();
        assertThat(console.main().locator(".skeleton")).hasCount(0);
        assertThat(console.main()).not().isEmpty();
        console.assertNoTrouble();
    }

    @SuppressWarnings("unchecked")
    private static List<String> links(Page page, String where) {
        return new ArrayList<>((List<String>) page.evaluate(LINKS, where));
    }

    private static void keepPictures(Page page, String address, SoftAssertions wide) {
        String name = address.replaceAll("%2F", "").replaceAll("127\\.0\\.0\\.1|%3A\\d+|%[0-9A-F]{2}|[^\\w.-]+", "-").replaceAll("-+", "-").replaceAll("^-|-$", "");
        picture(page, name, "light");
        if (address.contains("tab=")) return;
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture(page, name, "dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        picture(page, name, "phone");
        wide.assertThat((int) page.evaluate("document.documentElement.scrollWidth")).as("width of %s on a phone", address).isLessThanOrEqualTo(PHONE_WIDTH);
        page.setViewportSize(WIDTH, HEIGHT);
    }

    private static void picture(Page page, String name, String look) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + "-" + look + ".png")));
    }
}
