package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What it takes until one sees something, in a browser that has not seen the console before. */
@InBrowser
class FirstViewIT {

    private static final int MOST_FILES = 25;
    private static final int MOST_BYTES = 150_000;

    private final Map<String, Integer> sizes = new LinkedHashMap<>();
    private final Console console;

    FirstViewIT(Console console) {
        this.console = console;
        console.page().onResponse(this::count);
    }

    @Test
    void ofWhoeverHasToSignIn() {
        console.open("overview");
        assertThat(console.button("Sign in")).isVisible();
        assertSmall();
    }

    @Test
    void ofWhoeverIsSignedIn() {
        console.asGuest().open("overview");
        assertThat(console.main().locator("canvas").first()).isVisible();
        assertSmall();
    }

    private void assertSmall() {
        assertThat(sizes.keySet()).as("files").hasSizeBetween(10, MOST_FILES);
        assertThat(sizes.values().stream().mapToInt(Integer::intValue).sum()).as("bytes of %s", sizes).isLessThanOrEqualTo(MOST_BYTES);
    }

    /** An image that stands in two places comes twice, the second time from the browser's memory. What the API tells is no file. */
    private void count(Response response) {
        if (!response.url().contains("/api/")) sizes.putIfAbsent(response.url(), response.request().sizes().responseBodySize);
    }
}
