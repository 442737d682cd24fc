package io.leveret.perf.load;

import io.leveret.perf.measure.Meter;
import io.leveret.perf.measure.Timing;

/** Takes times down, those that are the same at once: what leaves and comes together has the same. */
final class Latencies {
    private final Meter meter;
    private final Timing timing;
    private long last;
    private long times;

    Latencies(Meter meter, Timing timing) {
        this.meter = meter;
        this.timing = timing;
    }

    void note(long nanos) {
        if (nanos != last) {
            flush();
            last = nanos;
        }
        times++;
    }

    void flush() {
        if (times > 0) meter.time(timing, last, times);
        times = 0;
    }
}
