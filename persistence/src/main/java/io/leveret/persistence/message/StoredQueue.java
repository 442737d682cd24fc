package io.leveret.persistence.message;

import io.leveret.engine.store.Recovered;

/** What is known of a queue's messages outside of the heap. Lives on the queue's home loop, once its log is open. */
final class StoredQueue implements Recovered, SegmentUse {

    private static final long FIRST_POSITION = 1;

    private final long id;
    private final QueueIndex index;
    private SegmentUse use = SegmentUse.IGNORED;
    private long nextPosition = FIRST_POSITION;
    private long handedOutUpTo;

    StoredQueue(long id, IndexSpill spill) {
        this.id = id;
        this.index = new QueueIndex(this, spill);
    }

    long id() {
        return id;
    }

    QueueIndex index() {
        return index;
    }

    /** From now on is told what leaves segments; before, and while messages are read from the journal, nobody is. */
    void use(SegmentUse newUse) {
        use = newUse;
    }

    @Override
    public void left(long segment, int messages) {
        use.left(segment, messages);
    }

    @Override
    public void leftLarge(long location) {
        use.leftLarge(location);
    }

    /** The position was given out. */
    void reached(long position) {
        nextPosition = Math.max(nextPosition, position + 1);
    }

    /** Returns whether that is further than before. */
    boolean handedOut(long position) {
        if (position <= handedOutUpTo) return false;
        handedOutUpTo = position;
        return true;
    }

    @Override
    public long nextPosition() {
        return nextPosition;
    }

    @Override
    public long handedOutUpTo() {
        return handedOutUpTo;
    }

    @Override
    public void visit(Visitor visitor) {
        for (IndexCursor cursor = index.from(Long.MIN_VALUE); cursor.next();) {
            boolean isPostponed = cursor.dueAt() != 0 && cursor.hasReturned();
            if (isPostponed) visitor.postponed(cursor.position(), cursor.size(), cursor.priority(), cursor.dueAt());
            else visitor.message(cursor.position(), cursor.size(), cursor.priority(), cursor.dueAt());
        }
    }
}
