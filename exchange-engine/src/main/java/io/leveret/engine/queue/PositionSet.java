package io.leveret.engine.queue;

import java.util.Map;
import java.util.TreeMap;

/** Positions in order, whatever the order they come in, as ranges of successive ones: of many that come back few are alone. */
final class PositionSet {

    /** First to last. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();
    private long size;

    /** @param position that is not in it */
    void add(long position) {
        size++;
        Map.Entry<Long, Long> before = ranges.lowerEntry(position);
        boolean joins = before != null && before.getValue() == position - 1;
        long first = joins ? before.getKey() : position;
        Long behind = ranges.remove(position + 1);
        ranges.put(first, behind == null ? Long.valueOf(position) : behind);
    }

    /** @return the lowest; only when there is one */
    long first() {
        return ranges.firstKey();
    }

    /** @return the lowest so many, or all if there are fewer; they stay */
    long[] first(int most) {
        long[] positions = new long[(int) Math.min(most, size)];
        int filled = 0;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            for (long position = range.getKey(); position <= range.getValue(); position++) {
                if (filled == positions.length) return positions;
                positions[filled++] = position;
            }
        }
        return positions;
    }

    /** @return the lowest from there on, or {@link Long#MAX_VALUE} */
    long from(long position) {
        Map.Entry<Long, Long> range = ranges.floorEntry(position);
        if (range != null && range.getValue() >= position) return position;
        Long next = ranges.ceilingKey(position);
        return next == null ? Long.MAX_VALUE : next;
    }

    void remove(long position) {
        Map.Entry<Long, Long> range = ranges.floorEntry(position);
        if (range == null || range.getValue() < position) return;
        size--;
        long last = range.getValue();
        if (range.getKey() == position) ranges.remove(position);
        else ranges.put(range.getKey(), position - 1);
        if (last > position) ranges.put(position + 1, last);
    }

    void clear() {
        ranges.clear();
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long size() {
        return size;
    }
}
