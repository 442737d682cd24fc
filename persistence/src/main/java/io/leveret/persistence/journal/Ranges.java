package io.leveret.persistence.journal;

/** Ranges of positions in queues, merged with the last where they adjoin. */
final class Ranges {

    /** So many fill a record. */
    static final int MOST = 512;

    private static final int MOST_POSITIONS = Integer.MAX_VALUE;

    private final long[] queueIds = new long[MOST];
    private final long[] firsts = new long[MOST];
    private final int[] lengths = new int[MOST];
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

    long first(int index) {
        return firsts[index];
    }

    int length(int index) {
        return lengths[index];
    }

    void add(long queueId, long first, int length) {
        if (length < 1) throw new IllegalArgumentException("a range of " + length + " positions");
        if (adjoins(queueId, first, length)) {
            lengths[count - 1] += length;
            return;
        }
        queueIds[count] = queueId;
        firsts[count] = first;
        lengths[count++] = length;
    }

    void clear() {
        count = 0;
    }

    private boolean adjoins(long queueId, long first, int length) {
        int last = count - 1;
        return count > 0 && queueIds[last] == queueId && firsts[last] + lengths[last] == first
                && lengths[last] <= MOST_POSITIONS - length;
    }
}
