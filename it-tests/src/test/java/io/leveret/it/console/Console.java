package io.leveret.it.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Tracing;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.leveret.broker.Leveret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** A window of the browser with the console of one broker in it, and a session of its own. */
final class Console implements AutoCloseable {

    static final int WIDTH = 1360;
    static final int HEIGHT = 900;
    /** What the console itself keeps for somebody who stays signed in. */
    private static final String SIGN_IN = "if (!sessionStorage.getItem('leveret.session')) sessionStorage.setItem('leveret.session', 'Basic %s')";

    private final BrowserContext context;
    private final Troubles troubles;
    private final Page page;
    private URI uri;

    private Console(BrowserContext context, URI uri) {
        this.context = context;
        this.uri = uri;
        this.troubles = Troubles.of(context);
        context.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        context.setDefaultNavigationTimeout(Chromium.PATIENCE_MILLIS);
        context.tracing().start(new Tracing.StartOptions().setSnapshots(true));
        this.page = context.newPage();
    }

    static Console of(Browser browser, Leveret broker) {
        return new Console(browser.newContext(new Browser.NewContextOptions().setViewportSize(WIDTH, HEIGHT).setLocale("en-GB").setTimezoneId("UTC")
                .setColorScheme(ColorScheme.LIGHT).setReducedMotion(ReducedMotion.REDUCE)), broker.managementUri().orElseThrow());
    }

    Page page() {
        return page;
    }

    /** Goes on with another broker than the one that the class shares. */
    Console at(Leveret broker) {
        uri = broker.managementUri().orElseThrow();
        return this;
    }

    /** What the page may complain of in this test, as a pattern that is found in it: see {@link Troubles}. */
    Console expecting(String trouble) {
        troubles.expect(trouble);
        return this;
    }

    /** Whoever opens a page from now on is signed in, without the form. */
    Console as(String user, String password) {
        String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        page.addInitScript(SIGN_IN.formatted(login));
        return this;
    }

    Console asGuest() {
        return as("guest", "guest");
    }

    /** @param address what stands after {@code #/}, such as {@code queues?sort=messages}; names in it are encoded already */
    Console open(String address) {
        page.navigate(uri + "/#/" + address);
        return this;
    }

    /** The one headline of every page. */
    Locator title() {
        return page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setLevel(1));
    }

    Locator main() {
        return page.locator("main");
    }

    /** What is open over the page. */
    Locator dialog() {
        return page.locator("dialog[open]");
    }

    /** What was said of something done, or of its failure. */
    Locator toast(String text) {
        return page.locator(".toast").filter(new Locator.FilterOptions().setHasText(text));
    }

    Locator button(String name) {
        return button(page.locator("body"), name);
    }

    static Locator button(Locator where, String name) {
        return where.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Of the dialog, by its label; what is around the label, such as help and the choices, does not count. */
    Locator field(String label) {
        return dialog().locator("label.field:has(> span:text-is(\"%s\")) :is(input, select, textarea)".formatted(label))
                .or(dialog().getByLabel(label, new Locator.GetByLabelOptions().setExact(true)));
    }

    /** Presses one of the buttons below the dialog. */
    void answer(String verb) {
        button(dialog().locator("footer"), verb).click();
    }

    /** Opens a menu of the page and takes something from it. */
    void choose(String menu, String entry) {
        main().locator("summary").filter(new Locator.FilterOptions().setHasText(menu)).click();
        button(main().locator("details[open]"), entry).click();
    }

    /** A row of the page's tables, by a text that only it has. */
    Locator row(String text) {
        return page.locator("main tbody tr").filter(new Locator.FilterOptions().setHasText(text));
    }

    /** Waits until the page has drawn what it is told now, and has told what it complains of. */
    void assertNoTrouble() {
        if (!page.isClosed()) page.evaluate("() => new Promise(requestAnimationFrame)");
        troubles.assertNone();
    }

    void picture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    /** What happened so far, for Playwright's trace viewer. */
    void saveTrace(Path file) {
        context.tracing().stopChunk(new Tracing.StopChunkOptions().setPath(file));
    }

    @Override
    public void close() {
        context.tracing().stop(); // else its files stay
        context.close();
    }
}
