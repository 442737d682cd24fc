package io.leveret.engine.stats;

import java.util.Arrays;

/**
 * What some metrics had come to at certain times, the oldest forgotten in the end. A time at which nothing had changed is not
 * here, nor is a metric that has never changed; it grows as it is filled, so that what is seldom used stays small.
 */
final class Ring {

    private static final int SMALLEST = 8;

    /** Milliseconds by which rounds may come early or late. */
    private static final long SLACK = 250;

    private final long step;
    private final int most;
    private long[] times = new long[SMALLEST];
    private final long[][] values;
    private int oldest;
    private int size;

    /** When the latest sample was new; until another is due, what is added replaces it. */
    private long begun;

    /** @param step milliseconds between two samples at least */
    Ring(long step, int most, int metrics) {
        this.step = step;
        this.most = most;
        this.values = new long[metrics][];
    }

    /** How far back it goes, in milliseconds. */
    long reach() {
        return step * (most - 1);
    }

    /** To be called first, with a time before which nothing was counted. */
    void start(long time) {
        next(time);
        times[0] = time;
        begun = time - step;
    }

    /** @param before what the metrics had come to when this was called last, and since then until now */
    void add(long time, long[] totals, long[] before) {
        if (time - begun >= step - SLACK) next(time);
        int slot = slot(size - 1);
        times[slot] = time;
        for (int metric = 0; metric < totals.length; metric++) {
            if (values[metric] == null) {
                if (totals[metric] == before[metric]) continue;
                values[metric] = new long[times.length];
                Arrays.fill(values[metric], before[metric]);
            }
            values[metric][slot] = totals[metric];
        }
    }

    private void next(long time) {
        if (size == times.length && size < most) grow();
        if (size == times.length) oldest = slot(1);
        else size++;
        begun = time;
    }

    /**
     * What a metric had come to at a time.
     *
     * @param unchanged what it is now, should it never have changed
     */
    long at(long time, int metric, long unchanged) {
        if (values[metric] == null) return unchanged;
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (times[slot(middle)] <= time + SLACK) low = middle;
            else high = middle - 1;
        }
        return values[metric][slot(low)];
    }

    private int slot(int index) {
        int slot = oldest + index;
        return slot < times.length ? slot : slot - times.length;
    }

    /** Not yet a ring: the oldest stands first. */
    private void grow() {
        int capacity = Math.min(most, 2 * times.length);
        times = Arrays.copyOf(times, capacity);
        for (int metric = 0; metric < values.length; metric++) {
            if (values[metric] != null) values[metric] = Arrays.copyOf(values[metric], capacity);
        }
    }
}
