package io.leveret.engine.browse;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Has a job wait, for its rate or for something else, until it is cancelled. */
final class Pace {

    private static final int STEPS_PER_SECOND = 10;

    private final double rate;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private long allowedAt = System.nanoTime();

    /** @param rate messages a second, 0 for any */
    Pace(double rate) {
        this.rate = rate;
    }

    void cancel() {
        cancelled.countDown();
    }

    boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /** How many messages may be dealt with at once. */
    int atOnce(int most) {
        return rate == 0 ? most : (int) Math.max(1, Math.min(most, rate / STEPS_PER_SECOND));
    }

    /** Waits until so many more may be dealt with. @return false when the job is cancelled */
    boolean await(int messages) {
        if (rate == 0) return !isCancelled();
        long now = System.nanoTime();
        if (allowedAt - now > 0 && !pause(allowedAt - now)) return false;
        allowedAt = Math.max(allowedAt, now) + (long) (messages * 1e9 / rate);
        return !isCancelled();
    }

    /** @return false when the job is cancelled */
    boolean pause(long nanos) {
        try {
            return !cancelled.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel();
            return false;
        }
    }
}
