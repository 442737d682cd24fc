package io.leveret.persistence.message;

import java.util.Arrays;
import java.util.Set;

/** How many messages of which segments; few segments as a rule, and the newest or the oldest is asked for. */
final class SegmentCounts {

    /** Is told of each segment. */
    interface Visitor {
        void segment(long segment, int messages);
    }

    private static final long[] EMPTY = new long[0];
    private static final int[] EMPTY_INTS = new int[0];
    private static final int FIRST_ROOM = 2;

    private long[] segments = EMPTY; // rising
    private int[] messages = EMPTY_INTS;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int segmentCount() {
        return size;
    }

    boolean contains(long segment) {
        return find(segment) >= 0;
    }

    boolean containsAny(Set<Long> wanted) {
        for (int i = 0; i < size; i++) if (wanted.contains(segments[i])) return true;
        return false;
    }

    void add(long segment, int count) {
        int at = find(segment);
        if (at < 0) at = insert(~at, segment);
        messages[at] += count;
    }

    void subtract(long segment, int count) {
        int at = find(segment);
        if (at < 0 || messages[at] < count) throw new IllegalStateException("more leave segment " + segment + " than came");
        messages[at] -= count;
        if (messages[at] == 0) delete(at);
    }

    void clear() {
        size = 0;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < size; i++) visitor.segment(segments[i], messages[i]);
    }

    private int find(long segment) {
        if (size > 0) {
            if (segments[size - 1] == segment) return size - 1;
            if (segments[0] == segment) return 0;
        }
        return Arrays.binarySearch(segments, 0, size, segment);
    }

    private int insert(int at, long segment) {
        if (size == segments.length) {
            int room = size == 0 ? FIRST_ROOM : 2 * size;
            segments = Arrays.copyOf(segments, room);
            messages = Arrays.copyOf(messages, room);
        }
        System.arraycopy(segments, at, segments, at + 1, size - at);
        System.arraycopy(messages, at, messages, at + 1, size - at);
        segments[at] = segment;
        messages[at] = 0;
        size++;
        return at;
    }

    private void delete(int at) {
        size--;
        System.arraycopy(segments, at + 1, segments, at, size - at);
        System.arraycopy(messages, at + 1, messages, at, size - at);
    }
}
