package io.leveret.api.stats;

import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Series.Sample;
import io.leveret.engine.stats.Span;
import java.util.List;

/** How much has happened in a time that ends now. */
public final class Lately {

    private Lately() {
    }

    /** What was counted in so many seconds; in all of its time, where something is younger than that. */
    public static long counted(History history, Metric metric, int seconds) {
        List<Sample> samples = history.series(metric, new Span(seconds, seconds)).samples();
        if (samples.isEmpty()) return 0;
        return samples.get(0).value() - (samples.size() < 2 ? 0 : samples.get(1).value());
    }

    /** By how much a level has risen in so many seconds, in both halves of them; 0 where it has not, or that is not known. */
    public static long rise(History history, Metric level, int seconds) {
        List<Sample> samples = history.series(level, new Span(seconds, seconds / 2)).samples();
        if (samples.size() < 3) return 0;
        long before = samples.get(2).value();
        long between = samples.get(1).value();
        long now = samples.get(0).value();
        return before < between && between < now ? now - before : 0;
    }
}
