package io.leveret.perf.measure;

/** For tests of those who count: what a meter holds. */
public final class MeterReading {

    private MeterReading() {}

    public static Sample of(Meter meter) {
        return meter.take();
    }
}
