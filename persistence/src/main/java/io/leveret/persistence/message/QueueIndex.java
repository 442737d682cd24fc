package io.leveret.persistence.message;

import io.leveret.persistence.journal.Lsn;
import java.util.Set;

/**
 * Where the messages of one queue stand, by position: eight bytes for each. Lives on the queue's home loop.
 *
 * <p>A message whose place is not known yet is pending; it is in the index all the same, and may leave it as such.
 */
final class QueueIndex {

    /** Is told of messages. */
    interface Visitor {
        void message(long position, long location, long size);
    }

    private static final long[] NONE_KEPT = new long[0];

    private final SegmentUse use;
    private final IndexChunks chunks;
    private long count;
    private long bytes;
    private long newestJournal;
    private long newestScratch;

    /** @param use told of what leaves segments; not of messages that leave while they are pending */
    QueueIndex(SegmentUse use) {
        this(use, IndexSpill.NEVER);
    }

    /** @param spill takes parts of it when there is too much in the heap */
    QueueIndex(SegmentUse use, IndexSpill spill) {
        this.use = use;
        chunks = new IndexChunks(spill);
    }

    long count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Of the bodies, nearly. */
    long bytes() {
        return bytes;
    }

    // ---- one message

    /** The message was handed over, and {@link #place} will be called for it. In place of what was at this position. */
    void addPending(long position, long size) {
        setPending(position, size);
    }

    /** The pending message stands there. False if it has left meanwhile: then nobody needs it there. */
    boolean place(long position, long location) {
        IndexChunk chunk = chunks.find(IndexChunk.numberOf(position));
        int slot = IndexChunk.slotOf(position);
        if (chunk == null || !IndexEntry.isPending(chunk.get(slot))) return false;
        setPlace(chunk, slot, location);
        return true;
    }

    /** The message stands there. In place of what was at this position. */
    void put(long position, long location, long size) {
        setPending(position, size);
        place(position, location);
    }

    /** The message has a copy there, which takes over if it still stands where it was copied from. */
    boolean move(long position, long from, long to) {
        if (from <= Location.NONE || locationOf(position) != from) return false;
        IndexChunk chunk = chunks.find(IndexChunk.numberOf(position));
        int slot = IndexChunk.slotOf(position);
        leavePlace(chunk, chunk.get(slot));
        setPlace(chunk, slot, to);
        return true;
    }

    boolean contains(long position) {
        return entryOf(position) != IndexEntry.NONE;
    }

    /** Where it stands; {@link Location#PENDING} or {@link Location#NONE}. */
    long locationOf(long position) {
        return location(entryOf(position));
    }

    /** The size of its body, nearly; 0 if it is not here. */
    long sizeOf(long position) {
        return IndexEntry.size(entryOf(position));
    }

    /** Returns whether it was here. */
    boolean remove(long position) {
        IndexChunk chunk = chunks.find(IndexChunk.numberOf(position));
        int slot = IndexChunk.slotOf(position);
        if (chunk == null || chunk.get(slot) == IndexEntry.NONE) return false;
        remove(chunk, slot);
        if (chunk.count() == 0) chunks.remove(chunk);
        return true;
    }

    // ---- what few messages have; only of those that are here

    /** As the publisher gave it, or less than 0. */
    int priorityOf(long position) {
        return contains(position) ? chunks.find(IndexChunk.numberOf(position)).priority(IndexChunk.slotOf(position)) : -1;
    }

    void priority(long position, int priority) {
        if (priority < 0 || !contains(position)) return;
        chunks.find(IndexChunk.numberOf(position)).priority(IndexChunk.slotOf(position), priority);
    }

    /** In milliseconds since 1970; 0 for at once. */
    long dueAt(long position) {
        return contains(position) ? chunks.find(IndexChunk.numberOf(position)).dueAt(IndexChunk.slotOf(position)) : 0;
    }

    void dueAt(long position, long time) {
        if (contains(position)) chunks.find(IndexChunk.numberOf(position)).dueAt(IndexChunk.slotOf(position), time);
    }

    int failuresOf(long position) {
        return (int) (returnsOf(position) >>> Integer.SIZE);
    }

    int acquisitionsOf(long position) {
        return (int) returnsOf(position);
    }

    void returned(long position, int failures, int acquisitions) {
        if (!contains(position)) return;
        long returns = (long) failures << Integer.SIZE | acquisitions & 0xffffffffL;
        chunks.find(IndexChunk.numberOf(position)).returns(IndexChunk.slotOf(position), returns);
    }

    /** All of that at once, of a message that has some of it. */
    void extra(long position, int priority, long dueAt, int failures, int acquisitions) {
        priority(position, priority);
        if (dueAt != 0) dueAt(position, dueAt);
        if (failures != 0 || acquisitions != 0) returned(position, failures, acquisitions);
    }

    private long returnsOf(long position) {
        return contains(position) ? chunks.find(IndexChunk.numberOf(position)).returns(IndexChunk.slotOf(position)) : 0;
    }

    // ---- many messages

    void removeAll() {
        removeRange(Long.MIN_VALUE, Long.MAX_VALUE, NONE_KEPT);
    }

    /** @param kept positions that stay, rising */
    void removeBefore(long position, long[] kept) {
        removeRange(Long.MIN_VALUE, position, kept);
    }

    /** From the first to before the second. */
    void removeRange(long from, long to) {
        removeRange(from, to, NONE_KEPT);
    }

    /** All messages that stand in one of these. */
    void removeSegments(Set<Long> gone) {
        for (int i = 0; i < chunks.size(); i++) {
            IndexChunk chunk = chunks.at(i);
            if (gone.stream().noneMatch(chunk.segments()::contains)) continue;
            chunk.load();
            for (int slot = chunk.next(0); slot < IndexChunk.SLOTS; slot = chunk.next(slot + 1)) {
                if (gone.contains(Location.segment(location(chunk.get(slot))))) remove(chunk, slot);
            }
        }
        chunks.removeEmpty(0, chunks.size());
    }

    /** Chunks that go as a whole are not looked into. */
    private void removeRange(long from, long to, long[] kept) {
        if (from >= to) return;
        int first = chunks.from(IndexChunk.numberOf(from));
        int index = first;
        int nextKept = 0;
        for (; index < chunks.size() && chunks.at(index).positionOf(0) < to; index++) {
            IndexChunk chunk = chunks.at(index);
            while (nextKept < kept.length && kept[nextKept] < chunk.positionOf(0)) nextKept++;
            boolean keepsNone = nextKept == kept.length || kept[nextKept] >= chunk.positionOf(IndexChunk.SLOTS);
            boolean whole = keepsNone && from <= chunk.positionOf(0) && chunk.positionOf(IndexChunk.SLOTS) <= to;
            if (whole && !chunk.hasLarge()) {
                removeWhole(chunk);
                continue;
            }
            chunk.load();
            removeSome(chunk, from, to, kept, nextKept);
        }
        chunks.removeEmpty(first, index);
    }

    private void removeWhole(IndexChunk chunk) {
        count -= chunk.count();
        bytes -= chunk.bytes();
        chunk.segments().forEach((segment, messages) -> use.left(segment, messages));
        chunk.abandon();
    }

    private void removeSome(IndexChunk chunk, long from, long to, long[] kept, int firstKept) {
        int slot = from <= chunk.positionOf(0) ? 0 : IndexChunk.slotOf(from);
        int nextKept = firstKept;
        for (slot = chunk.next(slot); slot < IndexChunk.SLOTS && chunk.positionOf(slot) < to; slot = chunk.next(slot + 1)) {
            while (nextKept < kept.length && kept[nextKept] < chunk.positionOf(slot)) nextKept++;
            if (nextKept < kept.length && kept[nextKept] == chunk.positionOf(slot)) continue;
            remove(chunk, slot);
        }
    }

    // ---- all that is here

    /** Goes through the messages from the position on; of use until the index changes. */
    IndexCursor from(long position) {
        return new IndexCursor(this, chunks, position);
    }

    /** How many messages of which segments, apart from pending ones; several times the same segment. */
    void forEachSegment(SegmentCounts.Visitor visitor) {
        for (int i = 0; i < chunks.size(); i++) chunks.at(i).segments().forEach(visitor);
    }

    /** What the entries of messages in the journal are relative to. */
    long newestSegment() {
        return newestJournal;
    }

    /**
     * Tells of the messages that stand in these segments, from the position on and as far as so many chunks go; returns from
     * where on there may be more, or {@link Long#MAX_VALUE}.
     */
    long visitSegments(Set<Long> segments, long from, int mostChunks, Visitor visitor) {
        int visited = 0;
        for (int i = chunks.from(IndexChunk.numberOf(from)); i < chunks.size(); i++) {
            IndexChunk chunk = chunks.at(i);
            if (!chunk.segments().containsAny(segments)) continue;
            if (visited++ == mostChunks) return chunk.positionOf(0);
            visitSegments(segments, chunk.peek(), visitor);
        }
        return Long.MAX_VALUE;
    }

    private void visitSegments(Set<Long> segments, IndexChunk chunk, Visitor visitor) {
        long latest = -1; // neighbours mostly stand in the same
        boolean isWanted = false;
        for (int slot = chunk.next(0); slot < IndexChunk.SLOTS; slot = chunk.next(slot + 1)) {
            long location = location(chunk.get(slot));
            if (location == Location.PENDING) continue;
            long segment = Location.segment(location);
            if (segment != latest) isWanted = segments.contains(segment);
            latest = segment;
            if (isWanted) visitor.message(chunk.positionOf(slot), location, IndexEntry.size(chunk.get(slot)));
        }
    }

    /** Goes through what may be kept by more than the segment it stands in. */
    void forEachLarge(Visitor visitor) {
        for (int i = 0; i < chunks.size(); i++) {
            IndexChunk chunk = chunks.at(i);
            if (!chunk.hasLarge()) continue;
            chunk = chunk.peek();
            for (int slot = chunk.next(0); slot < IndexChunk.SLOTS; slot = chunk.next(slot + 1)) {
                long entry = chunk.get(slot);
                if (IndexEntry.isLarge(entry)) visitor.message(chunk.positionOf(slot), location(entry), IndexEntry.size(entry));
            }
        }
    }

    /** Takes what is kept for each message. */
    long heapBytes() {
        long all = 0;
        for (int i = 0; i < chunks.size(); i++) all += chunks.at(i).heapBytes();
        return all;
    }

    long location(long entry) {
        if (entry == IndexEntry.NONE) return Location.NONE;
        return IndexEntry.isPending(entry) ? Location.PENDING : IndexEntry.location(entry, newest(entry));
    }

    private long newest(long entry) {
        return IndexEntry.isScratch(entry) ? newestScratch : newestJournal;
    }

    /** As it stands here; {@link IndexEntry#NONE} if it does not. */
    long entryOf(long position) {
        IndexChunk chunk = chunks.find(IndexChunk.numberOf(position));
        return chunk == null ? IndexEntry.NONE : chunk.get(IndexChunk.slotOf(position));
    }

    /** Puts a pending entry there, in place of what was. */
    private void setPending(long position, long size) {
        IndexChunk chunk = chunks.findOrAdd(IndexChunk.numberOf(position));
        int slot = IndexChunk.slotOf(position);
        if (chunk.get(slot) != IndexEntry.NONE) remove(chunk, slot);
        chunk.set(slot, IndexEntry.pending(size));
        count++;
        bytes += IndexEntry.size(chunk.get(slot));
    }

    /** The entry's place, which is known from now on. */
    private void setPlace(IndexChunk chunk, int slot, long location) {
        long segment = Location.segment(location);
        if (Location.isScratch(location)) newestScratch = Math.max(newestScratch, Lsn.segment(Location.lsn(location)));
        else newestJournal = Math.max(newestJournal, segment);
        long entry = IndexEntry.moved(chunk.get(slot), location);
        chunk.set(slot, entry);
        chunk.segments().add(segment, 1);
    }

    private void leavePlace(IndexChunk chunk, long entry) {
        if (IndexEntry.isPending(entry)) return;
        long segment = IndexEntry.segment(entry, newest(entry));
        chunk.segments().subtract(segment, 1);
        if (IndexEntry.isLarge(entry)) use.leftLarge(location(entry));
        else use.left(segment, 1);
    }

    private void remove(IndexChunk chunk, int slot) {
        long entry = chunk.get(slot);
        leavePlace(chunk, entry);
        chunk.remove(slot);
        count--;
        bytes -= IndexEntry.size(entry);
    }
}
