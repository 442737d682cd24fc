package io.leveret.perf.load;

/**
 * When which message is due. A message that leaves late is due when it was, and the next one does not wait for it: so what a pause of the
 * broker costs shows in all messages that should have been sent meanwhile (no coordinated omission).
 */
final class Pace {
    private static final double NANOS_A_SECOND = 1e9;

    private final double interval;
    private long start;
    private long sent;

    Pace(double perSecond) {
        this.interval = NANOS_A_SECOND / perSecond;
    }

    /** @param first when the first message is due */
    void begin(long first) {
        start = first;
    }

    long due() {
        return start + (long) (sent * interval);
    }

    void sent() {
        sent++;
    }
}
