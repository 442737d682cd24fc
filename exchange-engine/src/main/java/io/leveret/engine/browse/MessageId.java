package io.leveret.engine.browse;

import io.leveret.engine.queue.QueueRef;

/** What a message is known by for as long as it is in a queue: which queue of all that ever were, and where in it. */
public record MessageId(long queueId, long position) {

    /** @throws IllegalArgumentException when it is none */
    public static MessageId parse(String text) {
        int dash = text.indexOf('-');
        try {
            long queueId = Long.parseLong(text.substring(0, Math.max(0, dash)));
            long position = Long.parseLong(text.substring(dash + 1));
            if (queueId >= 0 && position > 0) return new MessageId(queueId, position);
        } catch (NumberFormatException e) {
            // as any other that is none
        }
        throw new IllegalArgumentException("invalid message id '" + text + "'");
    }

    public static MessageId of(QueueRef queue, long position) {
        return new MessageId(queue.id(), position);
    }

    @Override
    public String toString() {
        return queueId + "-" + position;
    }
}
