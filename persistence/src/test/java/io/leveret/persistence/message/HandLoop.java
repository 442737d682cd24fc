package io.leveret.persistence.message;

import io.leveret.engine.loop.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A loop that the test turns by hand; others may leave tasks here. */
public final class HandLoop implements Loop {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Timed> timers = new ArrayList<>();
    private long now = 1_000_000;
    private Runnable beforeNext = () -> { };

    @Override
    public void execute(Runnable task) {
        Runnable first = beforeNext;
        beforeNext = () -> { };
        first.run();
        tasks.add(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        Timed timed = new Timed(task, now + delayMillis);
        timers.add(timed);
        return () -> timers.remove(timed);
    }

    @Override
    public long millis() {
        return now;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    /** Does so, on the thread of whoever leaves the next task here, before it is left. */
    void beforeNext(Runnable action) {
        beforeNext = action;
    }

    void pass(long millis) {
        now += millis;
        for (Timed timed : List.copyOf(timers)) {
            if (timed.at > now) continue;
            timers.remove(timed);
            tasks.add(timed.task);
        }
    }

    int waiting() {
        return tasks.size();
    }

    public void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }

    private record Timed(Runnable task, long at) {
    }
}
