package io.leveret.engine.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * Comes round every few seconds and adds up what loops have counted since. It looks only at what they have touched, so what
 * is idle costs nothing; and it asks no loop for anything. Rounds are made on one thread.
 */
public final class Sampler {

    private static final int CHUNK = 256;

    private final LongSupplier clock;
    private final boolean rests;
    private final MpscUnboundedArrayQueue<Counters> touched = new MpscUnboundedArrayQueue<>(CHUNK);
    private final List<History> due = new ArrayList<>();
    private List<Counters> watched = new ArrayList<>();
    private volatile long lastRound;
    private volatile long lastInterval = 1;

    /** What was counted before that is forgotten. */
    private volatile long forgottenUntil = Long.MIN_VALUE;

    /** @param clock milliseconds since 1970 */
    public Sampler(LongSupplier clock) {
        this(clock, false);
    }

    private Sampler(LongSupplier clock, boolean rests) {
        this.clock = clock;
        this.rests = rests;
        this.lastRound = clock.getAsLong();
    }

    /** One that never comes round. */
    static Sampler thatRests() {
        return new Sampler(() -> 0, true);
    }

    /** What its clock says, which neither jumps when the system's is set nor forgets the time in which the machine was suspended. */
    public long millis() {
        return clock.getAsLong();
    }

    /** Has a look at everything that may have changed. */
    public synchronized void round() {
        long now = clock.getAsLong();
        for (Counters each = touched.poll(); each != null; each = touched.poll()) watch(each);
        List<Counters> again = new ArrayList<>(watched.size());
        for (Counters each : watched) {
            if (each.collect()) again.add(each);
            else each.isWatched = false;
        }
        watched = again;
        lastInterval = Math.max(1, now - lastRound);
        for (History each : due) each.sample(now);
        due.clear();
        lastRound = now;
    }

    /** Has all that was counted so far forgotten, as if nothing had happened yet; how much there is of something stays. */
    public synchronized void forget() {
        round(); // what loops have counted before belongs to it
        forgottenUntil = lastRound + 1;
    }

    long forgottenUntil() {
        return forgottenUntil;
    }

    /** When the last round was, in milliseconds since 1970. */
    public long lastRound() {
        return lastRound;
    }

    long lastInterval() {
        return lastInterval;
    }

    /** Milliseconds since 1970. */
    long now() {
        return clock.getAsLong();
    }

    /** How much it would look at in its next round. */
    public int watchedCount() {
        return watched.size() + touched.size();
    }

    /** Something begins to be counted after a while; callable from any thread. */
    void look(Counters counters) {
        if (!rests) touched.add(counters);
    }

    /** To be told at the end of the round. */
    void sample(History history) {
        due.add(history);
    }

    private void watch(Counters counters) {
        if (counters.isWatched) return;
        counters.isWatched = true;
        watched.add(counters);
    }
}
