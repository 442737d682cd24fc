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
    private long now = 1_000_000;
    private long resumedAt;

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
        return current;
    }

    /** Runs what was left here, and what that leaves, until nothing is left. */
    public void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }

    /** Lets time pass and runs what has become due. */
    public void advance(long millis) {
        long until = now + millis;
        for (Scheduled next = earliest(until); next != null; next = earliest(until)) {
            now = Math.max(now, next.at);
            scheduled.remove(next);
            next.task.run();
            runAll();
        }
        now = until;
    }

    /** Runs the one timer that is due first, if one is due now, and what it leaves. */
    public void runNextTimer() {
        Scheduled next = earliest(now);
        if (next != null && scheduled.remove(next)) next.task.run();
        runAll();
    }

    /** Lets time pass, as on a loop that has no time to look at its timers. */
    public void passSilently(long millis) {
        now += millis;
    }

    /** The machine stands still for so long, and timers with it. */
    public void suspend(long millis) {
        now += millis;
        resumedAt = now;
        for (Scheduled timer : scheduled) timer.at += millis;
    }

    @Override
    public long resumedAt() {
        return resumedAt;
    }

    /** How many timers are set. */
    public int timers() {
        return scheduled.size();
    }

    /** Calls as some other thread would. */
    public void fromElsewhere(Runnable call) {
        current = false;
        call.run();
        current = true;
    }

    private Scheduled earliest(long until) {
        return scheduled.stream().filter(timer -> timer.at <= until)
            .min(Comparator.comparingLong(timer -> timer.at)).orElse(null);
    }

    private static final class Scheduled {
        private final Runnable task;
        private long at;

        Scheduled(Runnable task, long at) {
            this.task = task;
            this.at = at;
        }
    }
}
