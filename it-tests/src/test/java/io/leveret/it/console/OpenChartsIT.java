package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.leveret.broker.Leveret;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Charts forget the times that they show no longer: a page that has been open for days is no larger than one of today. */
@InBrowser
class OpenChartsIT {

    /**
     * Days pass within seconds. What the broker answers is asked for once, and told again and again; only its samples are each time those of
     * the ten minutes that follow. {@code told} counts how often.
     */
    private static final String DAYS = """
            (() => {
              const SAMPLES = 120, STEP = 5000, SOON = 100;
              const real = window.fetch, wait = window.setTimeout, answers = new Map();
              const start = Date.now() - Date.now() % STEP;
              window.told = 0;
              const samplesAt = end => Array.from({ length: SAMPLES }, (_, i) => ({ sample: (end / STEP - i) % 97, timestamp: end - i * STEP }));
              const moved = (value, end) => Array.isArray(value) ? value.map(each => moved(each, end)) : value === null || typeof value !== 'object' ? value
                : Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === 'samples' ? samplesAt(end) : moved(each, end)]));
              window.setTimeout = (run, millis, ...rest) => wait(run, millis / SOON, ...rest);
              window.fetch = async (url, options) => {
                const path = new URL(url, document.baseURI).pathname;
                if (!path.startsWith('/api/')) return real(url, options);
                if (!answers.has(path)) answers.set(path, await (await real(url, options)).json());
                const end = start + (path.endsWith(window.charted) ? ++window.told : 0) * SAMPLES * STEP;
                return new Response(JSON.stringify(moved(answers.get(path), end)), { headers: { 'content-type': 'application/json' } });
              };
            })()""";
    /** Each answer may take as long as anything may: how fast the machine is does not count. */
    private static final String AWAIT = """
            ([wanted, patience]) => new Promise((done, fail) => {
              let seen = told, since = performance.now();
              const look = () => {
                if (told >= wanted) return done();
                if (told > seen) [seen, since] = [told, performance.now()];
                if (performance.now() - since > patience) return fail(new Error(`${told} of ${wanted}`));
                requestAnimationFrame(look);
              };
              look();
            })""";
    private static final int WARM_UP = 100;
    private static final int ANSWERS = 200;
    private static final int ROUNDS = 3;
    /** Of one chart, in one answer. */
    private static final int TIMES = 120;
    /** The least that remembering a time costs is a number, its name and what they stand in. */
    private static final int BYTES_OF_A_TIME = 16;
    /** New ones come with every round if any stay at all. */
    private static final double ROOM = 1.1;

    private static Shop shop;

    @BeforeAll
    static void open(Leveret broker) throws Exception {
        shop = Shop.open(broker);
    }

    @AfterAll
    static void close() throws Exception {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overview", "queue/%2F/orders.created"})
    void keepNoTimes(String address, Console console) {
        Page page = console.page();
        page.addInitScript("window.charted = '" + address.replaceFirst("^queue", "queues") + "'");
        page.addInitScript(DAYS);
        console.asGuest().open(address);
        assertThat(page.locator("lv-chart canvas").first()).isVisible();
        awaitTold(WARM_UP, page);
        Growth.over(ROUNDS, page, () -> awaitTold(ANSWERS, page)).assertBelow(ANSWERS * TIMES * BYTES_OF_A_TIME, ROOM);
    }

    private static void awaitTold(int more, Page page) {
        page.evaluate(AWAIT, List.of((int) page.evaluate("told") + more, Chromium.PATIENCE_MILLIS));
    }
}
