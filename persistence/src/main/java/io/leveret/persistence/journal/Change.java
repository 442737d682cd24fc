package io.leveret.persistence.journal;

import io.leveret.engine.message.Message;

/** One of the things that a transaction does, all of which happen or none. */
public sealed interface Change {

    /**
     * Puts a message into a queue.
     *
     * @param place is told where it stands
     */
    record Publish(long queueId, long position, long expiresAt, long dueAt, long time, Message message, Place place)
            implements Change {
    }

    /** Puts a message into a queue whose body has been appended by itself, and handed over. */
    record Refer(long queueId, long position, long dueAt, Place body, int size, int priority) implements Change {
    }

    /** Takes messages out of a queue: so many positions from the first on. */
    record Settle(long queueId, long first, int count) implements Change {
    }
}
