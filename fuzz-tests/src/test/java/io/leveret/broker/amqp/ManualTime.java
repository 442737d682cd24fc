package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** The one loop of a broker, whose time passes when it is told. */
final class ManualTime implements Loop {
    private static final int MOST_TIMERS = 10_000; // a heartbeat each half a minute is none of many

    private record Scheduled(Runnable task, long at) {}

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> scheduled = new PriorityQueue<>(Comparator.comparingLong(Scheduled::at));
    private long now;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        Scheduled timer = new Scheduled(task, now + delayMillis);
        scheduled.add(timer);
        return () -> scheduled.remove(timer);
    }

    @Override
    public long millis() {
        return now;
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }

    void advance(long millis) {
        long end = now + millis;
        int timers = 0;
        while (!scheduled.isEmpty() && scheduled.peek().at() <= end) {
            if (timers++ == MOST_TIMERS) throw new AssertionError("timers without an end");
            Scheduled due = scheduled.remove();
            now = due.at();
            due.task().run();
            run();
        }
        now = end;
    }
}
