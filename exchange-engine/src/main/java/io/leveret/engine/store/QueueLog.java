package io.leveret.engine.store;

import io.leveret.engine.message.Message;

/**
 * What a durable queue writes down: its persistent messages by their position, and that they have left. All methods
 * are called on the queue's home loop, in the order things happened, and never block.
 */
public interface QueueLog {

    /** Keeps nothing; all is as durable as it gets at once. */
    QueueLog NONE = new NoLog();

    /** The message is in the queue. */
    void append(long position, Message message);

    /**
     * The message is in the queue, and not to be handed out before it is due. A log that does not keep the time brings
     * it back, after a restart, as if it had arrived just then.
     *
     * @param dueAt milliseconds since 1970
     */
    default void append(long position, Message message, long dueAt) {
        append(position, message);
    }

    /** The message that had been appended at this position was settled. */
    void remove(long position);

    /**
     * Runs the task when everything appended so far is as durable as the store makes it, at once or later and on
     * whatever thread; called once a turn, with the confirms of that turn.
     */
    void whenDurable(Runnable task);

    /** The queue is gone, with all that it held; nothing follows. */
    void delete();
}
