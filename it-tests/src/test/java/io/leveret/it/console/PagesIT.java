package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page opens and has nothing to complain of. */
@InBrowser
class PagesIT {

    @ParameterizedTest
    @ValueSource(strings = {"overview", "queues"})
    void opens(String page, Console console) {
        console.asGuest().open(page);
        assertThat(console.title()).isVisible();
    }
}
