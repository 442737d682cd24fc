package io.leveret.engine.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/** A loop that a test turns by hand, with a clock of its own. The test's thread counts as the loop's, unless it says otherwise. */
public final class ManualLoop implements Loop {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Scheduled> scheduled = new ArrayList<>();
    private boolean current = true;
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
    public boolean isCurrent() {
        return current;
    }

    /** Runs what was left here, and what that leaves, until nothing is left. */
    public void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }

    /** Lets time pass and runs what has become due. */
    public void advance(long millis) {
        now += millis;
        List<Scheduled> due = scheduled.stream().filter(timer -> timer.at() <= now)
            .sorted(Comparator.comparingLong(Scheduled::at)).toList();
        scheduled.removeAll(due);
        due.forEach(timer -> timer.task().run());
        runAll();
    }

    /** Calls as some other thread would. */
    public void fromElsewhere(Runnable call) {
        current = false;
        call.run();
        current = true;
    }

    private record Scheduled(Runnable task, long at) {
    }
}
