package io.leveret.engine.loop;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Keeps loops from doing anything while a broker is put together: of what lives on them, none may act on what is not all
 * there yet. The one task that blocks, at a time when nobody waits for a loop.
 */
public final class StandStill {

    private final CountDownLatch over = new CountDownLatch(1);

    private StandStill() {
    }

    /** From now on, what is left for the loops waits until {@link #end}. */
    public static StandStill of(List<Loop> loops) {
        StandStill still = new StandStill();
        loops.forEach(loop -> loop.execute(still::await));
        return still;
    }

    public void end() {
        over.countDown();
    }

    private void await() {
        boolean interrupted = false;
        while (over.getCount() > 0) {
            try {
                over.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
