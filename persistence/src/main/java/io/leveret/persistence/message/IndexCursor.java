package io.leveret.persistence.message;

/** Goes through an index by rising positions. */
final class IndexCursor {

    private final QueueIndex index;
    private final IndexChunks chunks;
    private int at;
    private IndexChunk chunk;
    private int slot;

    IndexCursor(QueueIndex index, IndexChunks chunks, long from) {
        this.index = index;
        this.chunks = chunks;
        at = chunks.from(IndexChunk.numberOf(from));
        if (at == chunks.size()) return;
        chunk = chunks.at(at).peek();
        slot = from <= chunk.positionOf(0) ? -1 : IndexChunk.slotOf(from) - 1;
    }

    /** Goes to the next message; false if there is none. */
    boolean next() {
        while (chunk != null) {
            slot = chunk.next(slot + 1);
            if (slot < IndexChunk.SLOTS) return true;
            chunk = ++at < chunks.size() ? chunks.at(at).peek() : null;
            slot = -1;
        }
        return false;
    }

    long position() {
        return chunk.positionOf(slot);
    }

    /** As it stands in the index. */
    long entry() {
        return chunk.get(slot);
    }

    /** Or {@link Location#PENDING}. */
    long location() {
        return index.location(chunk.get(slot));
    }

    /** Of its body, nearly. */
    long size() {
        return IndexEntry.size(chunk.get(slot));
    }

    /** As the publisher gave it, or less than 0. */
    int priority() {
        return chunk.priority(slot);
    }

    /** In milliseconds since 1970; 0 for at once. */
    long dueAt() {
        return chunk.dueAt(slot);
    }

    boolean hasReturned() {
        return chunk.returns(slot) != 0;
    }

    int failures() {
        return (int) (chunk.returns(slot) >>> Integer.SIZE);
    }

    int acquisitions() {
        return (int) chunk.returns(slot);
    }
}
