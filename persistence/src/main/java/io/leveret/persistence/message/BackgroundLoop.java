package io.leveret.persistence.message;

import io.leveret.engine.loop.Loop;
import java.util.function.LongSupplier;

/** The background thread as a home for queues that nobody uses. */
record BackgroundLoop(Background background, LongSupplier clock) implements Loop {

    @Override
    public void execute(Runnable task) {
        background.execute(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        throw new UnsupportedOperationException("a store sets no timers");
    }

    @Override
    public long millis() {
        return clock.getAsLong();
    }

    @Override
    public boolean isCurrent() {
        return false; // nobody has to know
    }
}
