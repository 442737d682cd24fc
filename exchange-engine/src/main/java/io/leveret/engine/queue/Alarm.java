package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;

/**
 * Wakes a queue when something is due. There is one timer at the most, and none while nothing is due; it is moved only
 * to an earlier time, because a wake-up too early costs less than moving a timer for every message.
 */
final class Alarm {

    /** Timers stand still while the machine is suspended, and clocks do not: so what is due then waits no longer. */
    static final long LONGEST_TIMER = 60_000;

    private final Loop home;
    private final Runnable due;
    private Loop.Timer timer;
    private long at = QueuedMessage.NEVER;

    /** @param due run on the home loop; sets the alarm again if something is left to wait for */
    Alarm(Loop home, Runnable due) {
        this.home = home;
        this.due = due;
    }

    /** @param millis since 1970; {@link QueuedMessage#NEVER} asks for nothing */
    void setFor(long millis) {
        if (millis >= at) return;
        cancel();
        at = millis;
        awaitIt(home.millis());
    }

    /** Whether it will ring by then. */
    boolean isSetFor(long millis) {
        return at <= millis;
    }

    boolean isSet() {
        return timer != null;
    }

    void cancel() {
        if (timer != null) timer.cancel();
        timer = null;
        at = QueuedMessage.NEVER;
    }

    private void awaitIt(long now) {
        timer = home.schedule(this::ring, Math.min(Math.max(0, at - now), LONGEST_TIMER));
    }

    private void ring() {
        long now = home.millis();
        if (now < at) {
            awaitIt(now);
            return;
        }
        timer = null;
        at = QueuedMessage.NEVER;
        due.run();
    }
}
