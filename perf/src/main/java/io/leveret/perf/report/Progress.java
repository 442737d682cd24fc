package io.leveret.perf.report;

import io.leveret.perf.measure.Count;
import io.leveret.perf.measure.LatencySummary;
import io.leveret.perf.measure.Sample;
import io.leveret.perf.measure.Timing;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/** A line for each second of a run. */
public final class Progress {
    private final PrintStream out;
    private double seconds;

    public Progress(PrintStream out) {
        this.out = out;
    }

    public void interval(Sample sample, double took) {
        seconds += took;
        out.println(line(seconds, sample, took));
    }

    static String line(double at, Sample sample, double took) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%7.1f s", at));
        for (Count count : Count.values()) {
            long number = sample.count(count);
            if (number > 0) line.append("  ").append(count.label()).append(' ').append(Texts.number(number / took)).append("/s");
        }
        for (Timing timing : Timing.values()) {
            sample.timing(timing).map(LatencySummary::of).ifPresent(latency -> line.append("  ").append(timing.label()).append(" p50 ")
                    .append(Texts.duration(latency.p50())).append(" p99 ").append(Texts.duration(latency.p99()))
                    .append(" max ").append(Texts.duration(latency.max())));
        }
        boolean nothing = Arrays.stream(Count.values()).allMatch(count -> sample.count(count) == 0);
        return nothing ? line.append("  nothing").toString() : line.toString();
    }
}
