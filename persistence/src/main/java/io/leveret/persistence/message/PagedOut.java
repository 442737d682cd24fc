package io.leveret.persistence.message;

import io.leveret.engine.message.Message;

/** The messages of one queue that went to scratch segments. Lives on the queue's home loop. */
final class PagedOut {

    private final QueueIndex index;
    private final LoopScratch scratch;
    private long below; // every position that was paged out
    private long placedBelow;
    private long last; // of those that are unplaced
    private int unplaced;
    private boolean inOrder;

    PagedOut(QueueIndex index, LoopScratch scratch) {
        this.index = index;
        this.scratch = scratch;
    }

    boolean isPossible() {
        return scratch.isUsable();
    }

    /** What cannot be written stays pending for ever, and so in the heap. */
    void add(long position, Message message, long expiresAt) {
        index.addPending(position, message.body().size());
        placedBelow = unplaced == 0 ? position : Math.min(placedBelow, position);
        inOrder = unplaced == 0 || inOrder && position > last;
        last = position;
        unplaced++;
        scratch.write(this, position, message, expiresAt);
        below = Math.max(below, position + 1);
    }

    void placed(long position, long location) {
        unplaced--;
        if (inOrder) placedBelow = position + 1; // else nobody knows before all are placed
        if (!index.place(position, location)) scratch.left(Location.segment(location), 1);
    }

    /** Above every position that was paged out. */
    long below() {
        return below;
    }

    /** What was paged out below this position can be read. */
    long readableBelow() {
        return unplaced == 0 ? Long.MAX_VALUE : placedBelow;
    }
}
