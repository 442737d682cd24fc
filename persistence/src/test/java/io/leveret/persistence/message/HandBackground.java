package io.leveret.persistence.message;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A background thread that the test turns by hand; others may leave tasks here. */
final class HandBackground implements Background {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private Runnable everySecond = () -> { };

    @Override
    public void everySecond(Runnable task) {
        everySecond = task;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void executeLater(Runnable task, long nanos) {
        tasks.add(task);
    }

    void second() {
        everySecond.run();
    }

    int waiting() {
        return tasks.size();
    }

    void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }

    @Override
    public void close() {
        tasks.clear();
    }
}
