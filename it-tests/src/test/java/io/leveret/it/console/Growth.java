package io.leveret.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How a page grew while the same was done again and again. */
record Growth(Footprint first, Footprint last, List<Double> heap) {

    static Growth over(int rounds, Page page, Runnable round) {
        CDPSession session = page.context().newCDPSession(page);
        Footprint first = Footprint.of(session);
        Footprint last = first;
        List<Double> heap = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Footprint before = last;
            round.run();
            last = Footprint.of(session);
            heap.add(last.heap() - before.heap());
        }
        return new Growth(first, last, heap);
    }

    /**
     * @param bytes more than the heap may grow in a round. It is also what the browser makes of code that has run often, whenever it finds the
     *              time; what leaks does so in every round
     * @param room  of nodes and listeners, as a part of those that were there
     */
    void assertBelow(double bytes, double room) {
        assertThat(Collections.min(heap)).as("least growth of the heap of %.0f bytes, of %s", first.heap(), heap).isLessThan(bytes);
        assertThat(last.nodes()).as("nodes, of %.0f", first.nodes()).isLessThan(first.nodes() * room);
        assertThat(last.listeners()).as("listeners, of %.0f", first.listeners()).isLessThan(first.listeners() * room);
    }
}
