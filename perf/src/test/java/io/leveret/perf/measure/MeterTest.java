package io.leveret.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class MeterTest {
    private final Meter meter = new Meter();

    @Test
    void tellsCountsSinceTheBeginningAndTimingsSinceTheLastTime() {
        meter.add(Count.RECEIVED, 3);
        meter.time(Timing.CONSUMER, 1_000, 3);
        Sample first = meter.take();
        meter.add(Count.RECEIVED, 2);
        Sample second = meter.take();
        assertThat(second.count(Count.RECEIVED)).isEqualTo(5);
        assertThat(second.since(first).count(Count.RECEIVED)).isEqualTo(2);
        assertThat(first.timing(Timing.CONSUMER).orElseThrow().getTotalCount()).isEqualTo(3);
        assertThat(second.timing(Timing.CONSUMER)).isEmpty();
    }

    @Test
    void addsUpWhatSeveralLoopsHave() {
        Meter other = new Meter();
        meter.add(Count.PUBLISHED, 1);
        meter.time(Timing.CONFIRM, 1_000_000, 1);
        other.add(Count.PUBLISHED, 2);
        other.time(Timing.CONFIRM, 3_000_000, 2);
        other.time(Timing.CONSUMER, 5_000_000, 1);
        Sample sum = Sample.empty().plus(meter.take()).plus(other.take());
        assertThat(sum.count(Count.PUBLISHED)).isEqualTo(3);
        assertThat(sum.timing(Timing.CONFIRM).orElseThrow().getTotalCount()).isEqualTo(3);
        assertThat(sum.timing(Timing.CONSUMER).orElseThrow().getTotalCount()).isEqualTo(1);
        assertThat(sum.timing(Timing.ROUND_TRIP)).isEmpty();
    }

    @Test
    void takesTimesDownThatCannotBe() {
        meter.time(Timing.CONSUMER, -5, 1);
        meter.time(Timing.CONSUMER, Long.MAX_VALUE, 1);
        Histogram taken = meter.take().timing(Timing.CONSUMER).orElseThrow();
        assertThat(taken.getMinValue()).isZero();
        assertThat(taken.getTotalCount()).isEqualTo(2);
    }

    @Test
    void summarisesInMicroseconds() {
        for (int millis = 1; millis <= 1_000; millis++) meter.time(Timing.CONSUMER, millis * 1_000_000L, 1);
        LatencySummary summary = LatencySummary.of(meter.take().timing(Timing.CONSUMER).orElseThrow());
        assertThat(summary.count()).isEqualTo(1_000);
        assertThat(summary.min()).isCloseTo(1_000, within(5.0));
        assertThat(summary.p50()).isCloseTo(500_000, within(1_000.0));
        assertThat(summary.p95()).isCloseTo(950_000, within(1_000.0));
        assertThat(summary.p99()).isCloseTo(990_000, within(1_000.0));
        assertThat(summary.p999()).isCloseTo(999_000, within(1_000.0));
        assertThat(summary.max()).isCloseTo(1_000_000, within(1_000.0));
    }
}
