package io.leveret.broker.amqp;

import io.leveret.engine.stats.Counters;
import io.leveret.engine.stats.Metric;
import java.util.Arrays;

/**
 * To which exchanges the publishes went that are not answered yet, as runs of the same: what is confirmed counts for the one
 * that has waited longest. So it adds up, and is right at once where answers come in order. Lives on the connection's loop.
 */
final class AwaitedConfirms {

    private static final int SMALLEST = 4;

    /** A ring of so many runs, from the oldest on. */
    private Counters[] exchanges = new Counters[SMALLEST];
    private int[] lengths = new int[SMALLEST];
    private int oldest;
    private int size;

    /** A publish to the exchange that is counted there. */
    void add(Counters exchange) {
        int latest = slot(size - 1);
        if (size > 0 && exchanges[latest] == exchange) {
            lengths[latest]++;
            return;
        }
        if (size == exchanges.length) grow();
        exchanges[slot(size)] = exchange;
        lengths[slot(size)] = 1;
        size++;
    }

    void confirmed(long publishes) {
        take(publishes, true);
    }

    void refused(long publishes) {
        take(publishes, false);
    }

    private void take(long publishes, boolean counts) {
        long left = publishes;
        while (left > 0 && size > 0) {
            int taken = (int) Math.min(left, lengths[oldest]);
            if (counts) exchanges[oldest].add(Metric.CONFIRM, taken);
            left -= taken;
            lengths[oldest] -= taken;
            if (lengths[oldest] == 0) dropOldest();
        }
    }

    private void dropOldest() {
        exchanges[oldest] = null;
        oldest = slot(1);
        size--;
        if (size == 0 && exchanges.length > SMALLEST) {
            exchanges = new Counters[SMALLEST];
            lengths = new int[SMALLEST];
            oldest = 0;
        }
    }

    private int slot(int index) {
        return oldest + index & exchanges.length - 1;
    }

    private void grow() {
        int before = exchanges.length;
        exchanges = Arrays.copyOf(exchanges, 2 * before);
        lengths = Arrays.copyOf(lengths, 2 * before);
        System.arraycopy(exchanges, 0, exchanges, before, oldest);
        System.arraycopy(lengths, 0, lengths, before, oldest);
        Arrays.fill(exchanges, 0, oldest, null);
    }
}
