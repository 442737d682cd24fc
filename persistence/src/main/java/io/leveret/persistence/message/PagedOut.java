package io.leveret.persistence.message;

import io.leveret.engine.message.Message;

/** The messages of one queue that went to scratch segments. Lives on the queue's home loop. */
final class PagedOut {

    private final QueueIndex index;
    private final LoopScratch scratch;

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
        scratch.write(this, position, message, expiresAt);
    }

    void placed(long position, long location) {
        if (!index.place(position, location)) scratch.left(Location.segment(location), 1);
    }
}
