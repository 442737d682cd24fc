package io.leveret.persistence.journal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Has the disk do its part on a thread of its own while the writer does the next, one force at a time. The writer waits for
 * what it has asked for with {@link #force}, and may write one more group meanwhile. What is forced ahead counts for nothing:
 * where messages do not wait for the disk a segment is still forced as a whole before the next is begun, and 64 MiB at once
 * would keep the writer for tens of milliseconds, so most of it is forced before; the writer does so once more.
 *
 * <p>What has failed is never tried again: the system tells of pages that it could not write once, and may call them clean
 * from then on.
 */
final class Forcer {

    /** 2 MiB of 64: what is left for the writer takes a millisecond or two. */
    private static final int STEPS_IN_SEGMENT = 32;
    private static final long NOWHERE = -1;

    /** To force what is written in the file: of the log all up to the LSN, unless nobody waits for that. */
    private record Task(JournalFile file, long lsn) {
    }

    private final int step;
    private final LongSupplier clock;
    private final ForceTimes times;
    private final Runnable whenForced;
    private final Parking parking = new Parking();
    private final AtomicReference<Task> next = new AtomicReference<>();
    private volatile long forcedTo = NOWHERE;
    private volatile IOException failure;

    // The writer's
    private long awaited = NOWHERE;
    private long taken = NOWHERE;
    private int behind;
    private boolean begun;

    /** @param whenForced is run when there is something for the writer to hear of */
    Forcer(int segmentSize, LongSupplier clock, ForceTimes times, Runnable whenForced) {
        this.step = segmentSize / STEPS_IN_SEGMENT;
        this.clock = clock;
        this.times = times;
        this.whenForced = whenForced;
    }

    // On the writer's thread

    /** So much of the log is in the file and waited for. May be called once more before the first is done. */
    void force(JournalFile file, long lsn) {
        awaited = lsn;
        next.set(new Task(file, lsn));
        parking.wake();
    }

    /** Whether the writer has still to hear of something that it waits for. */
    boolean isAwaited() {
        return awaited != taken;
    }

    boolean hasNews() {
        return isAwaited() && (failure != null || forcedTo != taken);
    }

    /** How far all that is waited for has been forced. */
    long take() throws IOException {
        throwFailure();
        taken = forcedTo;
        return taken;
    }

    /** So many bytes more are in the file, and nobody waits until they are forced. */
    void wrote(JournalFile file, int bytes) {
        behind += bytes;
        if (behind < step) return;
        behind = 0;
        begun = true;
        next.set(new Task(file, NOWHERE));
        parking.wake();
    }

    /** Waits for what has been begun ahead, and begins nothing more of it: the writer forces. */
    void finishAhead() throws IOException {
        behind = 0;
        if (!begun) return;
        begun = false;
        next.set(null);
        synchronized (this) { // no turn is under way
            throwFailure();
        }
    }

    private void throwFailure() throws IOException {
        if (failure != null) throw failure;
    }

    // On its thread, or that of a writer that has nothing else to do

    void rest() {
        parking.park(Parking.FOREVER, () -> next.get() != null);
    }

    /** Does what is asked for, behind what is under way. */
    synchronized void turn() {
        Task task = next.getAndSet(null);
        if (task == null) return;
        if (failure == null) force(task);
        if (task.lsn != NOWHERE) whenForced.run();
    }

    private void force(Task task) {
        long start = clock.getAsLong();
        try {
            task.file.force();
        } catch (IOException e) {
            failure = e;
            return;
        } catch (RuntimeException | Error e) {
            failure = new IOException(e);
            return;
        }
        if (task.lsn == NOWHERE) return;
        times.add(start, clock.getAsLong());
        forcedTo = task.lsn;
    }

    /** It is to end. */
    void signal() {
        parking.signal();
    }
}
