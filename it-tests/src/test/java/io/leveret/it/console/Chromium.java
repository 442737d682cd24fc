package io.leveret.it.console;

import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The one browser of a JVM. Playwright drives it through the machine's own Node; where one of the two is missing, tests are skipped and
 * say so.
 */
record Chromium(Playwright playwright, Browser browser) implements AutoCloseable {

    /** How long the page may take for anything: a machine under load takes ten times as long as one without. */
    static final int PATIENCE_MILLIS = 60_000;

    private static final List<String> FLAGS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");

    static Chromium start() {
        Path chromium = found(System.getenv("CHROMIUM"), "chromium").orElseGet(() -> missing("Chromium (Debian: chromium; or the environment's CHROMIUM)"));
        Path node = found(System.getenv("PLAYWRIGHT_NODEJS_PATH"), "node").orElseGet(() -> missing("Node (Debian: nodejs)"));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(
                Map.of("PLAYWRIGHT_NODEJS_PATH", node.toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chromium(playwright, playwright.chromium().launch(
                new LaunchOptions().setExecutablePath(chromium).setArgs(FLAGS).setTimeout(PATIENCE_MILLIS)));
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static Optional<Path> found(String given, String program) {
        Stream<Path> places = given != null ? Stream.of(Path.of(given))
                : Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(directory -> Path.of(directory, program));
        return places.filter(Files::isExecutable).findFirst();
    }

    private static Path missing(String program) {
        return abort("the console is not tried in a browser, because this is not here: " + program);
    }
}
