package io.leveret.persistence.message;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The chunks of an index that have entries, by rising numbers. Most are added at the end and leave at the front, so a lookup
 * tries the ends first; positions without entries take nothing, however many they are.
 */
final class IndexChunks {

    private static final IndexChunk[] NONE = new IndexChunk[0];
    private static final int FIRST_ROOM = 4;

    /** Chunks at the front that are never spilled, and the one at the end: they are needed next. */
    private static final int KEPT_IN_FRONT = 2;
    private static final int MOST_SPILLING = 4;
    private static final int MOST_LOOKED_AT = 64;

    private final IndexSpill spill;
    private Deque<IndexChunk> spilling; // null until there are any
    private long nextToSpill = Long.MIN_VALUE;

    private IndexChunk[] chunks = NONE;
    private int head;
    private int size;
    private IndexChunk latest; // asked for or made
    private IndexChunk spare;

    IndexChunks(IndexSpill spill) {
        this.spill = spill;
    }

    int size() {
        return size;
    }

    IndexChunk at(int index) {
        return chunks[head + index];
    }

    /** In the heap; null when it has no entry. */
    IndexChunk find(long number) {
        if (latest != null && latest.number() == number && !latest.isSpilled()) return latest;
        int index = indexOf(number);
        if (index < 0) return null;
        latest = at(index);
        if (latest.isSpilled()) {
            latest.load();
            spillSome();
        }
        return latest;
    }

    IndexChunk findOrAdd(long number) {
        IndexChunk known = find(number);
        if (known != null) return known;
        latest = newChunk(number);
        insert(~indexOf(number), latest);
        spillSome();
        return latest;
    }

    /** The index of the first chunk with at least this number. */
    int from(long number) {
        int index = indexOf(number);
        return index < 0 ? ~index : index;
    }

    /** It has become empty. */
    void remove(IndexChunk chunk) {
        removeRange(indexOf(chunk.number()), 1);
        chunk.shrink();
        spare = chunk;
    }

    /** Takes those out of this stretch that have no entry any more. */
    void removeEmpty(int from, int to) {
        int left = from;
        for (int i = from; i < to; i++) {
            if (at(i).count() > 0) chunks[head + left++] = at(i);
        }
        removeRange(left, to - left);
    }

    private void removeRange(int index, int count) {
        if (count == 0) return;
        latest = null;
        int at = head + index;
        if (index == 0) {
            Arrays.fill(chunks, at, at + count, null);
            head += count;
        } else {
            System.arraycopy(chunks, at + count, chunks, at, size - index - count);
            Arrays.fill(chunks, head + size - count, head + size, null);
        }
        size -= count;
        if (size == 0) {
            chunks = NONE;
            head = 0;
        }
    }

    /** Has some chunks written that are not needed soon, and lets those go that have been. */
    private void spillSome() {
        while (spilling != null && !spilling.isEmpty() && !spilling.peek().isSpilling()) spilling.poll().endSpill();
        if (!spill.isWanted()) return;
        if (spilling == null) spilling = new ArrayDeque<>(MOST_SPILLING);
        if (spilling.size() == MOST_SPILLING) return;
        spill(size - 2); // as a rule it has just become full
        int index = Math.max(from(nextToSpill), KEPT_IN_FRONT);
        int end = Math.min(size - 1, index + MOST_LOOKED_AT);
        for (; index < end && spilling.size() < MOST_SPILLING; index++) spill(index);
        nextToSpill = index < size - 1 ? at(index).number() : Long.MIN_VALUE;
    }

    private void spill(int index) {
        if (index < KEPT_IN_FRONT || at(index) == latest || !at(index).canSpill()) return;
        at(index).beginSpill();
        spilling.add(at(index));
    }

    private IndexChunk newChunk(long number) {
        if (spare == null) return new IndexChunk(number, spill);
        IndexChunk chunk = spare;
        spare = null;
        chunk.reuse(number);
        return chunk;
    }

    /** As a binary search would say it. */
    private int indexOf(long number) {
        if (size == 0 || number > at(size - 1).number()) return ~size;
        int low = 0;
        int high = size - 1;
        int middle = 0; // the front is asked for most
        while (low <= high) {
            long found = at(middle).number();
            if (found == number) return middle;
            if (found < number) low = middle + 1;
            else high = middle - 1;
            middle = low + high >>> 1;
        }
        return ~low;
    }

    private void insert(int index, IndexChunk chunk) {
        if (head + size == chunks.length) makeRoom();
        System.arraycopy(chunks, head + index, chunks, head + index + 1, size - index);
        chunks[head + index] = chunk;
        size++;
    }

    private void makeRoom() {
        IndexChunk[] target = size < chunks.length / 2 ? chunks : new IndexChunk[Math.max(FIRST_ROOM, 2 * size)];
        System.arraycopy(chunks, head, target, 0, size);
        Arrays.fill(target, size, target.length, null);
        chunks = target;
        head = 0;
    }
}
