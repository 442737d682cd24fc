package io.leveret.perf.measure;

import org.HdrHistogram.Histogram;

/** What a histogram comes to, in microseconds. */
public record LatencySummary(long count, double min, double p50, double p95, double p99, double p999, double max) {
    private static final double NANOS = 1_000.0;

    public static LatencySummary of(Histogram histogram) {
        return new LatencySummary(histogram.getTotalCount(), histogram.getMinValue() / NANOS, at(histogram, 50), at(histogram, 95),
                at(histogram, 99), at(histogram, 99.9), histogram.getMaxValue() / NANOS);
    }

    private static double at(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / NANOS;
    }
}
