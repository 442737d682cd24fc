package io.leveret.engine.queue;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Positions of messages that are not in the heap, first in, first out, as ranges of successive ones: a deep queue costs
 * next to nothing, however deep.
 */
final class ColdPositions {

    private long[] bounds = new long[8]; // first and last of each range
    private int start;
    private int end;
    private long size;

    void addLast(long position) {
        size++;
        if (end > start && bounds[end - 1] == position - 1) {
            bounds[end - 1] = position;
            return;
        }
        if (end == bounds.length) makeRoom();
        bounds[end++] = position;
        bounds[end++] = position;
    }

    /** All of the other's, behind what is here; the other is used no more. */
    void addAll(ColdPositions others) {
        for (int i = others.start; i < others.end; i += 2) {
            if (end == bounds.length) makeRoom();
            bounds[end++] = others.bounds[i];
            bounds[end++] = others.bounds[i + 1];
        }
        size += others.size;
    }

    /** @return the first; only when there is one */
    long first() {
        return bounds[start];
    }

    /** @return the first so many, or all if there are fewer; they stay */
    long[] first(int most) {
        return from(0, most);
    }

    /** @return so many after the first ones that are skipped */
    long[] from(long skipped, int most) {
        long[] positions = new long[(int) Math.max(0, Math.min(most, size - skipped))];
        long left = skipped;
        int filled = 0;
        for (int i = start; filled < positions.length; i += 2) {
            long count = bounds[i + 1] - bounds[i] + 1;
            for (long position = bounds[i] + left; position <= bounds[i + 1] && filled < positions.length; position++) {
                positions[filled++] = position;
            }
            left = Math.max(0, left - count);
        }
        return positions;
    }

    /** Shows those behind a position, in order; only where they rise. @param visitor answers whether to go on */
    void visit(long after, LongPredicate visitor) {
        for (int i = rangeBehind(after); i < end; i += 2) {
            for (long position = Math.max(bounds[i], after + 1); position <= bounds[i + 1]; position++) {
                if (!visitor.test(position)) return;
            }
        }
    }

    /** Takes positions out from wherever they are; only where they rise. */
    void takeOut(Picking picking, LongConsumer taken) {
        ColdPositions left = new ColdPositions();
        long before = size;
        for (int i = start; i < end; i += 2) {
            long from = bounds[i];
            for (long position = Math.max(from, picking.first()); position <= bounds[i + 1]; position++) {
                if (picking.isBelow(position)) break;
                if (!picking.wants(position)) continue;
                left.addRange(from, position - 1);
                from = position + 1;
                taken.accept(position);
            }
            left.addRange(from, bounds[i + 1]);
        }
        if (left.size == before) return;
        bounds = left.bounds;
        start = left.start;
        end = left.end;
        size = left.size;
    }

    /** Puts a position to where it belongs; only where they rise. */
    void insert(long position) {
        ColdPositions all = new ColdPositions();
        int behind = rangeBehind(position);
        for (int i = start; i < behind; i += 2) all.addRange(bounds[i], bounds[i + 1]);
        all.addLast(position);
        for (int i = behind; i < end; i += 2) all.addRange(bounds[i], bounds[i + 1]);
        bounds = all.bounds;
        start = all.start;
        end = all.end;
        size = all.size;
    }

    long last() {
        return bounds[end - 1];
    }

    private void addRange(long first, long last) {
        if (first > last) return;
        addLast(first);
        bounds[end - 1] = last;
        size += last - first;
    }

    /** The first range with something behind the position, or the end. */
    private int rangeBehind(long position) {
        int low = start / 2;
        int high = end / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounds[2 * middle + 1] <= position) low = middle + 1;
            else high = middle;
        }
        return 2 * low;
    }

    void removeFirst(int count) {
        size -= count;
        for (long left = count; left > 0; ) {
            long range = bounds[start + 1] - bounds[start] + 1;
            if (range > left) {
                bounds[start] += left;
                return;
            }
            left -= range;
            start += 2;
        }
    }

    void clear() {
        start = 0;
        end = 0;
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long size() {
        return size;
    }

    private void makeRoom() {
        int used = end - start;
        long[] target = used > bounds.length / 2 ? new long[2 * bounds.length] : bounds;
        System.arraycopy(bounds, start, target, 0, used);
        bounds = target;
        start = 0;
        end = used;
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOfRange(bounds, start, end));
    }
}
