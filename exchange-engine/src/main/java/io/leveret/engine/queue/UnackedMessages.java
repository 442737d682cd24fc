package io.leveret.engine.queue;

/**
 * The messages of a queue that consumers hold, oldest delivery first: a list threaded through the messages themselves,
 * so that delivering and settling cost neither a look-up nor an allocation.
 */
final class UnackedMessages {

    private QueuedMessage first;
    private QueuedMessage last;
    private int size;

    /** @param millis when it was handed out */
    void add(QueuedMessage message, long millis) {
        message.unacked = true;
        message.handedOutAt = millis;
        message.previous = last;
        if (last == null) first = message;
        else last.next = message;
        last = message;
        size++;
    }

    /** @return whether the message was here; a message that was settled already, or whose queue is gone, is not */
    boolean remove(QueuedMessage message) {
        if (!message.unacked) return false;
        if (message.previous == null) first = message.next;
        else message.previous.next = message.next;
        if (message.next == null) last = message.previous;
        else message.next.previous = message.previous;
        message.previous = null;
        message.next = null;
        message.unacked = false;
        size--;
        return true;
    }

    /** @return the one handed out first, or null */
    QueuedMessage first() {
        return first;
    }

    /** @return the one handed out last, or null */
    QueuedMessage last() {
        return last;
    }

    int size() {
        return size;
    }
}
