package io.leveret.engine.queue;

/**
 * The messages of a queue that consumers hold, oldest delivery first: a ring threaded through the messages themselves,
 * so that delivering and settling cost neither a look-up nor an allocation. The ring is closed by an entry that is no
 * message: whoever has neighbours is unacked.
 */
final class UnackedMessages {

    private final QueuedMessage ends = new QueuedMessage(0, null);
    private int size;
    private long bytes;

    UnackedMessages() {
        ends.previous = ends;
        ends.next = ends;
    }

    void add(QueuedMessage message, Hold hold) {
        message.hold = hold;
        QueuedMessage last = ends.previous;
        message.previous = last;
        message.next = ends;
        last.next = message;
        ends.previous = message;
        size++;
        bytes += message.size();
    }

    /** @return whether the message was here; a message that was settled already, or whose queue is gone, is not */
    boolean remove(QueuedMessage message) {
        if (message.next == null) return false;
        message.previous.next = message.next;
        message.next.previous = message.previous;
        message.previous = null;
        message.next = null;
        size--;
        bytes -= message.size();
        return true;
    }

    /** @return the one handed out first, or null */
    QueuedMessage first() {
        return orNull(ends.next);
    }

    /** @return the one handed out last, or null */
    QueuedMessage last() {
        return orNull(ends.previous);
    }

    /** @return the one handed out after this one, or null */
    QueuedMessage after(QueuedMessage message) {
        return orNull(message.next);
    }

    int size() {
        return size;
    }

    /** The bodies, in bytes. */
    long bytes() {
        return bytes;
    }

    private QueuedMessage orNull(QueuedMessage entry) {
        return entry == ends ? null : entry;
    }
}
