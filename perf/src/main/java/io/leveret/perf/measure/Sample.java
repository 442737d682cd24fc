package io.leveret.perf.measure;

import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Counts since the beginning, and timings of a while. */
public final class Sample {
    private final long[] counts;
    private final Histogram[] timings; // null where nothing was timed

    Sample(long[] counts, Histogram[] timings) {
        this.counts = counts;
        this.timings = timings;
    }

    public static Sample empty() {
        return new Sample(new long[Count.values().length], new Histogram[Timing.values().length]);
    }

    public long count(Count count) {
        return counts[count.ordinal()];
    }

    public Optional<Histogram> timing(Timing timing) {
        return Optional.ofNullable(timings[timing.ordinal()]);
    }

    /** Both together. Takes over the histograms of the two. */
    public Sample plus(Sample other) {
        long[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) sum[i] += other.counts[i];
        return new Sample(sum, joined(other));
    }

    /** This as what happened since an earlier one, whose timings are left as they are: timings are of a while anyway. */
    public Sample since(Sample earlier) {
        long[] difference = counts.clone();
        for (int i = 0; i < difference.length; i++) difference[i] -= earlier.counts[i];
        return new Sample(difference, timings);
    }

    private Histogram[] joined(Sample other) {
        Histogram[] joined = timings.clone();
        for (int i = 0; i < joined.length; i++) {
            if (joined[i] == null) joined[i] = other.timings[i];
            else if (other.timings[i] != null) joined[i].add(other.timings[i]);
        }
        return joined;
    }
}
