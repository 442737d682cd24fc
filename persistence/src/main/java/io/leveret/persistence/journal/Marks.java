package io.leveret.persistence.journal;

/** Up to where queues have handed out their messages: one mark each, the last that was set before the others. */
final class Marks {

    /** So many fill a record. */
    static final int MOST = 512;

    private final long[] queueIds = new long[MOST];
    private final long[] positions = new long[MOST];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == MOST;
    }

    int count() {
        return count;
    }

    long queueId(int index) {
        return queueIds[index];
    }

    long position(int index) {
        return positions[index];
    }

    void set(long queueId, long position) {
        if (count > 0 && queueIds[count - 1] == queueId) count--;
        queueIds[count] = queueId;
        positions[count++] = position;
    }

    void clear() {
        count = 0;
    }
}
