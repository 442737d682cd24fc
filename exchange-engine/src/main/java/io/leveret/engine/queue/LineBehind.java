package io.leveret.engine.queue;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What came after all messages that are in groups: one line, as long as there is no room for all, and perhaps nothing. */
final class LineBehind {

    private FifoMessages line; // null as long as all have room in groups
    private ColdRetries retries; // messages of the line that wait once their groups are known; null if there are none

    boolean isThere() {
        return line != null;
    }

    /** Whatever comes from now on stands here. */
    void begin() {
        if (line == null) line = new FifoMessages();
    }

    void addLast(QueuedMessage message) {
        line.addLast(message);
    }

    void addCold(long position, long coldSize, int priority) {
        begin();
        line.addCold(position, coldSize, priority);
    }

    /** Nothing of its group is handed out before it was read, as it is older, and it begins to wait as it enters the group. */
    void addColdRetry(long position, long coldSize, int priority, long dueAt, Delays delays) {
        addCold(position, coldSize, priority);
        if (retries == null) retries = new ColdRetries(delays);
        retries.add(position, dueAt);
    }

    long size() {
        return line == null ? 0 : line.size();
    }

    long bytes() {
        return line == null ? 0 : line.bytes();
    }

    boolean isLoading() {
        return line != null && line.isLoading();
    }

    void pageOut(Paging paging) {
        if (line != null) line.pageOut(paging);
    }

    /** Null if there is nothing to be read. */
    Reading nextReading(HeadRoom room) {
        return line == null ? null : line.nextReading(room);
    }

    void clear(ReadyMessages.Dropped dropped) {
        if (line != null) line.clear(dropped);
        line = null;
        retries = null;
    }

    void list(Listing listing) {
        if (line == null) return;
        Listing part = listing.beside();
        line.listLine(part);
        listing.merge(part);
    }

    void takeOut(Picking picking) {
        if (line != null) line.takeOut(picking);
    }

    /** To where it stood; false if that was before all that stands here. */
    boolean putBack(QueuedMessage message, Paging paging) {
        if (line == null || line.isEmpty() || message.position() <= line.firstPosition()) return false;
        line.putBack(message, paging);
        return true;
    }

    /** Lets those go that come first, as long as they may. To be called only while there is a line. */
    void moveUp(BooleanSupplier mayMoveUp, Consumer<QueuedMessage> enter, ReadyMessages groups) {
        while (line.isLoaded() && mayMoveUp.getAsBoolean()) {
            QueuedMessage first = line.pollFirst();
            boolean waits = retries != null && retries.resume(first, groups);
            if (!waits) enter.accept(first);
            else if (retries.isEmpty()) retries = null;
        }
        if (line.isEmpty()) line = null;
    }
}
