package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A loop that a test turns by hand, with a clock of its own. The test counts as being on it, unless it says otherwise. */
final class ManualLoop implements Loop {

    private record Scheduled(Runnable task, long at) {
    }

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Scheduled> scheduled = new PriorityQueue<>(Comparator.comparingLong(Scheduled::at));
    private final boolean atHome;
    private boolean current;
    private long now;

    ManualLoop() {
        this(true);
    }

    private ManualLoop(boolean atHome) {
        this.atHome = atHome;
        this.current = atHome;
    }

    /** Another thread's: the test is on it only while it runs its tasks. */
    static ManualLoop elsewhere() {
        return new ManualLoop(false);
    }

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

    int waitingTasks() {
        return tasks.size();
    }

    int waitingTimers() {
        return scheduled.size();
    }

    void runAll() {
        current = true;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
        current = atHome;
    }

    /** Lets time pass, running each thing when it is due. */
    void advance(long millis) {
        long end = now + millis;
        while (!scheduled.isEmpty() && scheduled.peek().at() <= end) {
            Scheduled due = scheduled.remove();
            now = due.at();
            due.task().run();
            runAll();
        }
        now = end;
        runAll();
    }

    /** Runs the one timer that is due first, if one is due now, and what it leaves. */
    void runNextTimer() {
        if (!scheduled.isEmpty() && scheduled.peek().at() <= now) scheduled.remove().task().run();
        runAll();
    }

    /** Lets time pass, as on a loop that has no time to look at its timers. */
    void passSilently(long millis) {
        now += millis;
    }

    /** Calls as another thread would. */
    void fromElsewhere(Runnable call) {
        current = false;
        call.run();
        current = true;
    }
}
