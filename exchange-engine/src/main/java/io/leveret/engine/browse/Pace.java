package io.leveret.engine.browse;

/** When a job may go on that is held to a rate, and whether it may at all. Used by one thread at a time, but for cancelling. */
final class Pace {

    private static final int STEPS_PER_SECOND = 10;
    private static final double NANOS = 1e9;

    private final double rate;
    private volatile boolean isCancelled;
    private long allowedAt = System.nanoTime();

    /** @param rate messages a second, 0 for any */
    Pace(double rate) {
        this.rate = rate;
    }

    void cancel() {
        isCancelled = true;
    }

    boolean isCancelled() {
        return isCancelled;
    }

    /** How many messages may be dealt with at once. */
    int atOnce(int most) {
        return rate == 0 ? most : (int) Math.max(1, Math.min(most, rate / STEPS_PER_SECOND));
    }

    /** For how many nanoseconds nothing more may be dealt with. */
    long delay() {
        return rate == 0 ? 0 : Math.max(0, allowedAt - System.nanoTime());
    }

    /** So many are being dealt with. */
    void passed(int messages) {
        if (rate > 0) allowedAt = Math.max(allowedAt, System.nanoTime()) + (long) (messages * NANOS / rate);
    }
}
