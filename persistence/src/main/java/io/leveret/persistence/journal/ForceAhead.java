package io.leveret.persistence.journal;

import java.io.IOException;

/**
 * Has the disk begin with what will have to be forced, on a thread of its own, where messages do not wait for that: a segment
 * is forced as a whole before the next is begun, and 64 MiB at once would keep the writer for tens of milliseconds. Nobody
 * relies on what it has forced; the writer does so once more, when hardly anything is left to do.
 */
final class ForceAhead {

    /** 2 MiB of 64: what is left for the writer takes a millisecond or two. */
    private static final int STEPS_IN_SEGMENT = 32;

    private final int step;
    private final Parking parking = new Parking();
    private volatile JournalFile asked;
    private IOException failure; // guarded by this

    // The writer's
    private int behind;
    private boolean begun;

    ForceAhead(int segmentSize) {
        step = segmentSize / STEPS_IN_SEGMENT;
    }

    // On the writer's thread

    /** So many bytes more are in the file, and nobody waits until they are forced. */
    void wrote(JournalFile file, int bytes) {
        behind += bytes;
        if (behind < step) return;
        behind = 0;
        begun = true;
        asked = file;
        parking.wake();
    }

    /**
     * Waits for what has begun, and begins nothing more. If it failed it must not be tried again: the system tells of pages that
     * it could not write once, and may call them clean from then on.
     */
    void finish() throws IOException {
        behind = 0;
        if (!begun) return;
        begun = false;
        asked = null;
        throwFailure();
    }

    private synchronized void throwFailure() throws IOException {
        if (failure != null) throw failure;
    }

    // On its thread

    void rest() {
        parking.park(Parking.FOREVER, () -> asked != null);
    }

    synchronized void turn() {
        JournalFile file = asked;
        asked = null;
        if (file == null || failure != null) return;
        try {
            file.force();
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new IOException(e);
        }
    }

    /** It is to end. */
    void signal() {
        parking.signal();
    }
}
