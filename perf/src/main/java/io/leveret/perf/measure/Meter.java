package io.leveret.perf.measure;

import org.HdrHistogram.Histogram;

/** What one event loop has counted and timed. Belongs to that loop: counting costs no fence. */
public final class Meter {
    static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;
    private static final long FINEST_NANOS = 100;

    private final long[] counts = new long[Count.values().length];
    private final Histogram[] timings = new Histogram[Timing.values().length];
    private final boolean[] used = new boolean[timings.length];

    public Meter() {
        for (Timing timing : Timing.values()) timings[timing.ordinal()] = histogram();
    }

    static Histogram histogram() {
        return new Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);
    }

    public void add(Count count, long number) {
        counts[count.ordinal()] += number;
    }

    public long count(Count count) {
        return counts[count.ordinal()];
    }

    /** Clocks of two machines may disagree: what would have come before it was sent took no time. */
    public void time(Timing timing, long nanos, long times) {
        timings[timing.ordinal()].recordValueWithCount(Math.max(0, Math.min(LONGEST_NANOS, nanos)), times);
        used[timing.ordinal()] = true;
    }

    /** The counts so far, and what was timed since the last time. */
    Sample take() {
        Histogram[] taken = new Histogram[timings.length];
        for (int i = 0; i < timings.length; i++) {
            if (!used[i]) continue;
            taken[i] = timings[i];
            timings[i] = histogram();
            used[i] = false;
        }
        return new Sample(counts.clone(), taken);
    }
}
