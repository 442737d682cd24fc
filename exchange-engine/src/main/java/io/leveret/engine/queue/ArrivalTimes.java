package io.leveret.engine.queue;

/**
 * When the messages of a queue came, about: the times of some positions, the further apart the longer they reach back, so that
 * a message costs nothing and a queue however deep half a kilobyte. Lives on the queue's home loop.
 */
final class ArrivalTimes {

    private static final int MOST = 32;
    private static final long FINEST_MILLIS = 100;

    private final long[] positions = new long[MOST];
    private final long[] times = new long[MOST];
    private int size;
    private long step = FINEST_MILLIS;

    /** A message came; those after it came at the same time or later. */
    void note(long position, long millis) {
        if (size > 0 && millis - times[size - 1] < step) return;
        if (size == MOST) thinOut();
        positions[size] = position;
        times[size] = millis;
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether anything was noted by the time when the message at the position came. */
    boolean isKnown(long position) {
        return size > 0 && position >= positions[0];
    }

    /** When the message at the position came, or a little earlier; what came before anything was noted counts as the first. */
    long timeOf(long position) {
        int before = 0;
        while (before + 1 < size && positions[before + 1] <= position) before++;
        return times[before];
    }

    /** Nobody will ask for positions before this one. */
    void forgetBefore(long position) {
        int gone = 0;
        while (gone + 1 < size && positions[gone + 1] <= position) gone++;
        if (gone == 0) return;
        size -= gone;
        System.arraycopy(positions, gone, positions, 0, size);
        System.arraycopy(times, gone, times, 0, size);
        if (size < MOST / 4) step = Math.max(FINEST_MILLIS, step / 2);
    }

    /** All have gone. */
    void clear() {
        size = 0;
        step = FINEST_MILLIS;
    }

    /** Every other one goes, and others will be as far apart. */
    private void thinOut() {
        for (int i = 0; i < MOST / 2; i++) {
            positions[i] = positions[2 * i];
            times[i] = times[2 * i];
        }
        size = MOST / 2;
        step *= 2;
    }
}
