package io.leveret.persistence.message;

import io.leveret.engine.loop.Loop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A loop whose tasks run when the test says so, on the test's thread. */
final class TestLoop implements Loop {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread = Thread.currentThread();
    private boolean running;

    void run() {
        running = true;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
        running = false;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        throw new UnsupportedOperationException("nothing here waits for a time");
    }

    @Override
    public long millis() {
        return 1;
    }

    @Override
    public boolean isCurrent() {
        return running && Thread.currentThread() == thread;
    }
}
