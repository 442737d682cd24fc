package io.leveret.engine.queue;

import java.util.Arrays;

/**
 * Where the messages are that somebody holds, each behind all that were held when it was added. What leaves at either end
 * is gone at once; what leaves in between is marked, and goes when it is half of all.
 */
final class HeldPositions {

    private static final int SMALL = 4;

    /** Rising, but for the marked ones: those are the complement of what they were. */
    private long[] positions = new long[SMALL];
    private int first;
    private int end;
    private int marked;

    boolean isEmpty() {
        return first == end;
    }

    /** @return the highest; only when there is one */
    long last() {
        return positions[end - 1];
    }

    void add(long position) {
        if (end == positions.length) makeRoom();
        positions[end++] = position;
    }

    void remove(long position) {
        if (last() == position) end--;
        else if (positions[first] == position) first++;
        else mark(position);
        for (; !isEmpty() && last() < 0; marked--) end--;
        for (; !isEmpty() && positions[first] < 0; marked--) first++;
    }

    private void mark(long position) {
        int low = first;
        int high = end;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (unmarked(middle) > position) high = middle;
            else low = middle;
        }
        positions[low] = ~position;
        if (2 * ++marked > end - first) compact();
    }

    private long unmarked(int index) {
        return positions[index] < 0 ? ~positions[index] : positions[index];
    }

    private void makeRoom() {
        compact();
        if (2 * end > positions.length) positions = Arrays.copyOf(positions, 2 * positions.length);
    }

    /** Moves all to the start, without those that are marked. */
    private void compact() {
        int kept = 0;
        for (int i = first; i < end; i++) {
            if (positions[i] >= 0) positions[kept++] = positions[i];
        }
        first = 0;
        end = kept;
        marked = 0;
    }
}
