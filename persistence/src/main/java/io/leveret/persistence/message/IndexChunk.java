package io.leveret.persistence.message;

import java.util.Arrays;

/**
 * The entries of 4096 neighbouring positions at most: those from the first that is here to the last, as long as there are
 * few of them. What most messages do not have stands in arrays beside the entries that are there when needed only. All of
 * that may be spilled while nobody asks for it; whoever does {@link #load}s it first, or has a {@link #peek}.
 */
final class IndexChunk {

    static final int BITS = 12;
    static final int SLOTS = 1 << BITS;

    private static final int SLOT_MASK = SLOTS - 1;
    private static final int SMALLEST = 16;

    /** Arrays longer than that are dropped when nothing is in them. */
    private static final int LARGEST_KEPT = 32;

    private static final long[] NO_ENTRIES = new long[0];

    private long number;
    private int start; // the slot that the arrays begin with
    private long[] entries = NO_ENTRIES;
    private int count;
    private long bytes;
    private int large;
    private final SegmentCounts segments = new SegmentCounts();

    private short[] priorities; // one more than was given; 0 for none
    private long[] dueAt;
    private long[] returns; // failures in the upper half, acquisitions in the lower

    private final IndexSpill spill;
    private int version; // rises with every change
    private IndexSpill.Spilled spilling; // what is being written
    private IndexSpill.Spilled spilled; // in place of the arrays

    IndexChunk(long number, IndexSpill spill) {
        this.number = number;
        this.spill = spill;
    }

    static long numberOf(long position) {
        return position >> BITS;
    }

    static int slotOf(long position) {
        return (int) position & SLOT_MASK;
    }

    long number() {
        return number;
    }

    long positionOf(int slot) {
        return (number << BITS) + slot;
    }

    int count() {
        return count;
    }

    /** Of the bodies, nearly. */
    long bytes() {
        return bytes;
    }

    boolean hasLarge() {
        return large > 0;
    }

    /** Of what is not pending. */
    SegmentCounts segments() {
        return segments;
    }

    /** Nobody will look at its entries again. */
    void abandon() {
        count = 0;
        version++;
        spill.resident(-heapBytes());
        if (spilled != null) spill.free(spilled);
    }

    /** It is empty, and kept for other positions: what is large goes. */
    void shrink() {
        if (entries.length <= LARGEST_KEPT) return;
        spill.resident(-heapBytes());
        entries = NO_ENTRIES;
        priorities = null;
        dueAt = null;
        returns = null;
        version++;
    }

    /** An empty one becomes the chunk of these positions. */
    void reuse(long newNumber) {
        number = newNumber;
        start = 0;
    }

    long get(int slot) {
        int index = slot - start;
        return index < 0 || index >= entries.length ? IndexEntry.NONE : entries[index];
    }

    /** In place of whatever was there. */
    void set(int slot, long entry) {
        int index = slot - start;
        if (index < 0 || index >= entries.length) {
            makeRoomFor(slot);
            index = slot - start;
        }
        if (entries[index] == IndexEntry.NONE) count++;
        else forgetSize(entries[index]);
        bytes += IndexEntry.size(entry);
        if (IndexEntry.isLarge(entry)) large++;
        entries[index] = entry;
        version++;
    }

    void remove(int slot) {
        int index = slot - start;
        forgetSize(entries[index]);
        entries[index] = IndexEntry.NONE;
        if (priorities != null) priorities[index] = 0;
        if (dueAt != null) dueAt[index] = 0;
        if (returns != null) returns[index] = 0;
        count--;
        version++;
    }

    private void forgetSize(long entry) {
        bytes -= IndexEntry.size(entry);
        if (IndexEntry.isLarge(entry)) large--;
    }

    /** The first slot from there on that has an entry, or {@link #SLOTS}. */
    int next(int slot) {
        for (int index = Math.max(0, slot - start); index < entries.length; index++) {
            if (entries[index] != IndexEntry.NONE) return start + index;
        }
        return SLOTS;
    }

    int priority(int slot) {
        return priorities == null ? -1 : priorities[slot - start] - 1;
    }

    void priority(int slot, int priority) {
        if (priorities == null) {
            priorities = new short[entries.length];
            spill.resident((long) entries.length * Short.BYTES);
        }
        priorities[slot - start] = (short) (priority + 1);
        version++;
    }

    long dueAt(int slot) {
        return dueAt == null ? 0 : dueAt[slot - start];
    }

    void dueAt(int slot, long time) {
        if (dueAt == null) dueAt = newBeside();
        dueAt[slot - start] = time;
        version++;
    }

    long returns(int slot) {
        return returns == null ? 0 : returns[slot - start];
    }

    void returns(int slot, long value) {
        if (returns == null) returns = newBeside();
        returns[slot - start] = value;
        version++;
    }

    private long[] newBeside() {
        spill.resident((long) entries.length * Long.BYTES);
        return new long[entries.length];
    }

    int heapBytes() {
        if (spilled != null) return 0;
        int perSlot = Long.BYTES + (priorities == null ? 0 : Short.BYTES) + (dueAt == null ? 0 : Long.BYTES)
                + (returns == null ? 0 : Long.BYTES);
        return entries.length * perSlot;
    }

    // ---- out of the heap and back

    boolean isSpilled() {
        return spilled != null;
    }

    /** Whether it is worth while; only whole ones are. */
    boolean canSpill() {
        return spilled == null && spilling == null && count > 0 && entries.length == SLOTS;
    }

    void beginSpill() {
        spilling = new IndexSpill.Spilled(version, entries, widened(priorities), dueAt, returns);
        spill.write(spilling);
    }

    boolean isSpilling() {
        return spilling != null && !spilling.isOver();
    }

    /** What was to be spilled is written, or not: the arrays go if nothing has changed meanwhile. */
    void endSpill() {
        IndexSpill.Spilled over = spilling;
        spilling = null;
        if (over == null || over.hasFailed()) return;
        if (over.version() != version || count == 0) {
            spill.free(over);
            return;
        }
        spill.resident(-heapBytes());
        spilled = over;
        spilled.forget();
        entries = null;
        priorities = null;
        dueAt = null;
        returns = null;
    }

    /** Has it in the heap again. Waits for the disk if the operating system has forgotten what was written. */
    void load() {
        if (spilled == null) return;
        take(spill.read(spilled));
        spill.free(spilled);
        spilled = null;
        spill.resident(heapBytes());
    }

    /** Itself, or a copy of what was spilled, to be read only. */
    IndexChunk peek() {
        if (spilled == null) return this;
        IndexChunk copy = new IndexChunk(number, IndexSpill.NEVER);
        copy.count = count;
        copy.large = large;
        copy.take(spill.read(spilled));
        return copy;
    }

    private void take(long[][] arrays) {
        start = 0;
        entries = arrays[0];
        priorities = narrowed(arrays[1]);
        dueAt = arrays[2];
        returns = arrays[3];
    }

    private static long[] widened(short[] source) {
        if (source == null) return null;
        long[] target = new long[source.length];
        for (int i = 0; i < target.length; i++) target[i] = source[i];
        return target;
    }

    private static short[] narrowed(long[] source) {
        if (source == null) return null;
        short[] target = new short[source.length];
        for (int i = 0; i < target.length; i++) target[i] = (short) source[i];
        return target;
    }

    private void makeRoomFor(int slot) {
        if (count == 0) {
            start = Math.min(slot, SLOTS - Math.max(SMALLEST, entries.length));
            if (entries.length == 0) move(start, SMALLEST, 0, 0);
            return;
        }
        int first = next(0);
        int last = last();
        int newFirst = Math.min(first, slot);
        int needed = Math.max(last, slot) + 1 - newFirst;
        int length = entries.length;
        while (length < 2 * needed && length < SLOTS) length *= 2; // half of it free: moving is paid for by what comes
        int newStart = slot < first ? Math.max(0, slot + 1 - length / 2) : newFirst;
        newStart = Math.min(Math.min(newStart, newFirst), SLOTS - length);
        move(newStart, length, first, last + 1);
    }

    private int last() {
        int index = entries.length - 1;
        while (entries[index] == IndexEntry.NONE) index--;
        return start + index;
    }

    /** Has the arrays begin there and be that long, with what was between the slots. */
    private void move(int newStart, int length, int from, int to) {
        version++;
        int before = heapBytes();
        entries = moved(entries, newStart, length, from, to);
        if (dueAt != null) dueAt = moved(dueAt, newStart, length, from, to);
        if (returns != null) returns = moved(returns, newStart, length, from, to);
        if (priorities != null) {
            short[] target = new short[length];
            System.arraycopy(priorities, from - start, target, from - newStart, to - from);
            priorities = target;
        }
        start = newStart;
        if (heapBytes() != before) spill.resident(heapBytes() - before);
    }

    private long[] moved(long[] source, int newStart, int length, int from, int to) {
        if (length != source.length) {
            long[] target = new long[length];
            if (to > from) System.arraycopy(source, from - start, target, from - newStart, to - from);
            return target;
        }
        System.arraycopy(source, from - start, source, from - newStart, to - from);
        Arrays.fill(source, 0, from - newStart, 0);
        Arrays.fill(source, to - newStart, length, 0);
        return source;
    }
}
