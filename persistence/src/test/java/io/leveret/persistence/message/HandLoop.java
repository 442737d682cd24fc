package io.leveret.persistence.message;

import io.leveret.engine.loop.Loop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A loop that the test turns by hand; others may leave tasks here. */
public final class HandLoop implements Loop {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private long now = 1_000_000;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        throw new UnsupportedOperationException("a store sets no timers");
    }

    @Override
    public long millis() {
        return now;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    void pass(long millis) {
        now += millis;
    }

    int waiting() {
        return tasks.size();
    }

    public void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }
}
