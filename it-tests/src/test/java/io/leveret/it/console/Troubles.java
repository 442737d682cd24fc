package io.leveret.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the page complains of: errors on its console (violations of the content security policy are among them), exceptions that nobody
 * caught, requests that failed or were refused, and dialogs of the browser's own. Not warnings: the browser warns of a slow machine, too.
 */
final class Troubles {

    /** The browser's echo of an answer that is noted anyway. */
    private static final String ECHO = "Failed to load resource:";
    /** Whoever leaves a page gives up what it asks for. */
    private static final String GIVEN_UP = "net::ERR_ABORTED";
    private static final int REFUSED = 400;

    private final List<String> seen = new ArrayList<>();
    private final List<Pattern> expected = new ArrayList<>();

    static Troubles of(BrowserContext context) {
        Troubles troubles = new Troubles();
        context.onConsoleMessage(troubles::note);
        context.onWebError(error -> troubles.seen.add("exception: " + error.error()));
        context.onRequestFailed(troubles::note);
        context.onResponse(troubles::note);
        context.onDialog(dialog -> {
            troubles.seen.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        return troubles;
    }

    /** @param pattern found in complaints such as {@code 404 GET http://…} or {@code net::ERR_CONNECTION_REFUSED GET http://…} */
    void expect(String pattern) {
        expected.add(Pattern.compile(pattern));
    }

    void assertNone() {
        assertThat(seen.stream().filter(trouble -> expected.stream().noneMatch(pattern -> pattern.matcher(trouble).find())).distinct())
                .as("what the page complained of").isEmpty();
    }

    private void note(ConsoleMessage message) {
        if (message.type().equals("error") && !message.text().startsWith(ECHO)) seen.add("console: " + message.text());
    }

    private void note(Request failed) {
        if (!GIVEN_UP.equals(failed.failure())) seen.add(failed.failure() + " " + line(failed));
    }

    private void note(Response response) {
        if (response.status() >= REFUSED) seen.add(response.status() + " " + line(response.request()));
    }

    private static String line(Request request) {
        return request.method() + " " + request.url();
    }
}
