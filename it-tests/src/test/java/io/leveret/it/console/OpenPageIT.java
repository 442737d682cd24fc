package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.leveret.broker.Leveret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A page that stays open asks again and again, and is no larger for it. */
@InBrowser
class OpenPageIT {

    /** Waits are a hundredth of what they are: an hour of asking takes half a minute. */
    private static final String FAST = "const wait = window.setTimeout; window.setTimeout = (run, millis, ...rest) => wait(run, millis / 100, ...rest)";
    /** Until all code of a page has run some times: the overview alone asks nine things at once. */
    private static final int WARM_UP = 120;
    private static final int POLLS = 60;
    private static final int ROUNDS = 3;
    /** What one leaks with every answer, times {@link #POLLS}, is more; what the browser keeps for itself is less. */
    private static final double ROOM = 1.25;
    /** As a part of the heap: what a page of tens of rows would leave behind with every answer is more. */
    private static final double ROOM_OF_HEAP = 0.05;

    private static Shop shop;
    private int answers;

    @BeforeAll
    static void open(Leveret broker) throws Exception {
        shop = Shop.open(broker);
    }

    @AfterAll
    static void close() throws Exception {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource({"overview, lv-chart canvas", "queues, table.list", "queue/%2F/orders.mail, lv-chart canvas", "topology?vh=%2F&clients=1, svg.graph", "node, .meter"})
    void doesNotGrow(String address, String lastToCome, Console console) {
        console.page().addInitScript(FAST);
        console.page().onResponse(response -> { if (response.url().contains("/api/")) answers++; });
        console.asGuest().open(address);
        assertThat(console.main().locator(lastToCome).first()).isVisible();
        awaitMore(WARM_UP, console);
        Growth growth = Growth.over(ROUNDS, console.page(), () -> awaitMore(POLLS, console));
        growth.assertBelow(growth.first().heap() * ROOM_OF_HEAP, ROOM);
    }

    /** Each may take as long as anything may: how fast the machine is does not count. */
    private void awaitMore(int wanted, Console console) {
        int before = answers;
        for (int i = 1; i <= wanted; i++) {
            int next = before + i;
            console.page().waitForCondition(() -> answers >= next);
        }
    }
}
