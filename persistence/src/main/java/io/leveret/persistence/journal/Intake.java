package io.leveret.persistence.journal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.MpscUnboundedArrayQueue;

/** What producers have handed over and is not stored yet, and whether that is so much that its sources should pause. */
final class Intake {

    private final MpscUnboundedArrayQueue<Chunk> handedOver = new MpscUnboundedArrayQueue<>(256);
    private final Queue<Runnable> whenDrained = new ConcurrentLinkedQueue<>();
    private final AtomicLong inFlight = new AtomicLong();
    private final long limit;

    private Chunk heldBack; // the writer's own: the first that did not fit

    /** @param limit bytes of memory above which sources should pause */
    Intake(long limit) {
        this.limit = limit;
    }

    // From any thread

    void add(Chunk chunk) {
        inFlight.addAndGet(chunk.memory());
        handedOver.add(chunk);
    }

    boolean isBusy() {
        return inFlight.get() > limit;
    }

    /** The task is run with {@link #runDrained}. */
    void whenDrained(Runnable task) {
        whenDrained.add(task);
    }

    boolean hasNew() {
        return !handedOver.isEmpty();
    }

    int chunks() {
        return handedOver.size();
    }

    long bytes() {
        return inFlight.get();
    }

    // On the writer's thread

    boolean isEmpty() {
        return heldBack == null && handedOver.isEmpty();
    }

    boolean holdsBack() {
        return heldBack != null;
    }

    /** Takes as many chunks as fit, until there is as much as is wanted; a single one may be larger than that. */
    void fill(Group group, int wanted, int room) {
        while (group.bytes() < wanted) {
            Chunk chunk = heldBack != null ? heldBack : handedOver.poll();
            heldBack = null;
            if (chunk == null) return;
            int most = group.isEmpty() ? room : Math.min(wanted, room);
            if (group.bytes() + chunk.length() > most) {
                heldBack = chunk;
                return;
            }
            group.add(chunk);
        }
    }

    /** So much of it is stored. */
    void stored(long bytes) {
        inFlight.addAndGet(-bytes);
    }

    void runDrained() {
        if (inFlight.get() > limit / 2) return;
        for (Runnable task = whenDrained.poll(); task != null; task = whenDrained.poll()) JournalWriter.run(task);
    }

    void discard() {
        handedOver.clear();
    }
}
