package io.leveret.persistence.message;

import java.util.ArrayDeque;
import java.util.Queue;

/** A background thread that the test turns by hand. */
final class HandBackground implements Background {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
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

    void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }

    @Override
    public void close() {
        tasks.clear();
    }
}
