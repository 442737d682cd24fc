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
    private volatile long wanted;

    // The writer's own
    private Chunk heldBack; // the first that did not fit
    private long taken; // bytes of memory in groups that are not stored yet

    /** @param limit bytes of memory above which sources should pause */
    Intake(long limit) {
        this.limit = limit;
    }

    // From any thread

    /** Returns whether the writer should be woken. */
    boolean add(Chunk chunk) {
        long now = inFlight.addAndGet(chunk.memory());
        handedOver.add(chunk);
        return now >= wanted;
    }

    boolean isBusy() {
        return inFlight.get() > limit;
    }

    /** The task is run with {@link #runDrained}. */
    void whenDrained(Runnable task) {
        whenDrained.add(task);
    }

    /** Whether there is so much that the writer wants to know. */
    boolean hasNew() {
        return inFlight.get() >= wanted && !handedOver.isEmpty();
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

    /** Bytes of memory that wait to be written. */
    long waiting() {
        return inFlight.get() - taken;
    }

    /** The writer need not be woken before so many bytes of memory wait. */
    void want(long bytes) {
        long level = bytes == 0 || bytes == Parking.FOREVER ? bytes : taken + bytes;
        if (level != wanted) wanted = level;
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
            taken += chunk.memory();
        }
    }

    /** So much of it is stored. */
    void stored(long bytes) {
        taken -= bytes;
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
