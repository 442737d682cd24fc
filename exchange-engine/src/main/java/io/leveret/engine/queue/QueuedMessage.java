package io.leveret.engine.queue;

import io.leveret.engine.message.Message;

/**
 * A message as it stands in one queue. Its position is its place in the queue for good: given out at enqueue, dense
 * and rising, and where it goes back to when it is requeued. What may change is touched by the queue's home loop
 * only, and never while a consumer's channel holds the message.
 */
public final class QueuedMessage {

    private final long position;
    private final Message message;
    private boolean redelivered;

    /** The consumer that holds the message; null while it is ready, settled, or held by a {@code basic.get}. */
    Consumer holder;

    /** Neighbours among the queue's unacked messages; see {@link UnackedMessages}. */
    QueuedMessage previous;
    QueuedMessage next;
    boolean unacked;

    QueuedMessage(long position, Message message) {
        this.position = position;
        this.message = message;
    }

    public long position() {
        return position;
    }

    public Message message() {
        return message;
    }

    /** Whether it has been handed out before and came back. */
    public boolean isRedelivered() {
        return redelivered;
    }

    void markRedelivered() {
        redelivered = true;
    }

    long size() {
        return message.body().size();
    }
}
