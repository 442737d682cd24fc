package io.leveret.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.leveret.broker.Leveret;
import java.nio.file.Path;
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

    /** Menus of the page of which a part is beyond the edge of the window. */
    private static final String CUT_MENUS = """
            async () => {
              const cut = [];
              for (const menu of document.querySelectorAll('details.menu')) {
                const opened = new Promise(done => menu.addEventListener('toggle', done, { once: true }));
                menu.open = true;
                await opened;
                const { left, right } = menu.querySelector('.menu-body').getBoundingClientRect();
                if (left < 0 || right > innerWidth) cut.push(`${menu.querySelector('summary').textContent} ${left}..${right}`);
                menu.open = false;
              }
              return cut;
            }""";

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
        SoftAssertions fits = new SoftAssertions();
        Set<String> seen = Tour.of(console.asGuest(), shop.objects(), address -> keepPictures(console.page(), address, fits));
        assertThat(seen).contains("queue tab=messages", "exchange tab=delayed", "connection", "queues").hasSize(34);
        fits.assertAll();
    }

    private static void keepPictures(Page page, String address, SoftAssertions fits) {
        String name = address.replaceAll("%2F", "").replaceAll("127\\.0\\.0\\.1|%3A\\d+|%[0-9A-F]{2}|[^\\w.-]+", "-").replaceAll("-+", "-").replaceAll("^-|-$", "");
        picture(page, name, "light");
        fits.assertThat((List<?>) page.evaluate(CUT_MENUS)).as("menus of %s that are cut", address).isEmpty();
        if (address.contains("tab=")) return;
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture(page, name, "dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        picture(page, name, "phone");
        fits.assertThat((List<?>) page.evaluate(CUT_MENUS)).as("menus of %s that are cut on a phone", address).isEmpty();
        fits.assertThat((int) page.evaluate("document.documentElement.scrollWidth")).as("width of %s on a phone", address).isLessThanOrEqualTo(PHONE_WIDTH);
        page.setViewportSize(Console.WIDTH, Console.HEIGHT);
    }

    private static void picture(Page page, String name, String look) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + "-" + look + ".png")));
    }
}
