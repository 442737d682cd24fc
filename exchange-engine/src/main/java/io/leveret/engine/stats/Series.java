package io.leveret.engine.stats;

import java.util.List;

/**
 * A metric over some time.
 *
 * @param samples     the newest first
 * @param average     of the samples
 * @param averageRate per second, over the whole time
 */
public record Series(List<Sample> samples, double average, double averageRate) {

    /** How much there was, or had been counted, at a time in milliseconds since 1970. */
    public record Sample(long value, long timestamp) {
    }

    static Series of(List<Sample> samples) {
        if (samples.isEmpty()) return new Series(samples, 0, 0);
        Sample newest = samples.get(0);
        Sample oldest = samples.get(samples.size() - 1);
        double average = samples.stream().mapToLong(Sample::value).average().orElse(0);
        long millis = newest.timestamp() - oldest.timestamp();
        double rate = millis == 0 ? 0 : (newest.value() - oldest.value()) * 1000.0 / millis;
        return new Series(samples, average, rate);
    }
}
