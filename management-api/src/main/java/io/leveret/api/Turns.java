package io.leveret.api;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** So many threads do something that takes long, a few more may wait for that, and all others are refused: there is a use for them elsewhere. */
final class Turns {

    private final Semaphore admitted;
    private final Semaphore running;
    private final long patienceMillis;

    Turns(int atOnce, int waiting, long patienceMillis) {
        this.admitted = new Semaphore(atOnce + waiting);
        this.running = new Semaphore(atOnce);
        this.patienceMillis = patienceMillis;
    }

    /** @throws RejectedExecutionException when too many are before it, or for too long */
    void take(Runnable task) {
        if (!admitted.tryAcquire()) throw new RejectedExecutionException("too many wait");
        try {
            await();
            try {
                task.run();
            } finally {
                running.release();
            }
        } finally {
            admitted.release();
        }
    }

    private void await() {
        try {
            if (!running.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS)) throw new RejectedExecutionException("others take too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException(e);
        }
    }
}
