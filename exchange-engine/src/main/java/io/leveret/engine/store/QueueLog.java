package io.leveret.engine.store;

import io.leveret.engine.message.Message;
import java.util.List;
import java.util.function.Consumer;

/**
 * The messages of one queue that stand outside of the heap, by their positions: the persistent ones of a durable queue
 * from the start, others when there is no room for them. All methods are called on the queue's home loop, in the order
 * things happened, and none blocks.
 */
public interface QueueLog {

    /** Keeps nothing; all is as durable as it gets at once, and nothing can leave the heap. */
    QueueLog NONE = new NoLog();

    /** What the queue held when the log was opened. */
    Recovered recovered();

    /**
     * The persistent message is in the durable queue.
     *
     * @param expiresAt milliseconds since 1970, or {@link Long#MAX_VALUE}
     */
    void append(long position, Message message, long expiresAt);

    /**
     * As {@link #append}, of a message that is not to be handed out before it is due.
     *
     * @param dueAt milliseconds since 1970
     */
    void appendDelayed(long position, Message message, long dueAt);

    /** The message that had been appended or paged out at this position has left the queue. */
    void remove(long position);

    /**
     * Every message that was appended or paged out before the position has left the queue, but for some.
     *
     * @param kept their positions, rising
     */
    void removeBefore(long position, long[] kept);

    /** The message was handed to a client, which may have done something with it; free if the next one to a client follows. */
    void handedOut(long position);

    /** The message that had been appended or paged out has come back; told where the queue counts that. */
    void returned(long position, int failures, int acquisitions);

    /** The message that has come back waits before it is handed out again, until then: milliseconds since 1970. */
    void postponed(long position, long dueAt);

    /** What follows up to {@link #leave} is a part of the transaction; transactions do not nest. */
    void enter(StoreTransaction transaction);

    /** The part is complete. */
    void leave(StoreTransaction transaction);

    /**
     * Runs the task when everything appended so far is as durable as the store makes it, transactions as a whole: at once
     * or later, on whatever thread. Called once a turn, with the confirms of that turn.
     */
    void whenDurable(Runnable task);

    /** Runs the task when every transaction that the queue has left a part in is durable: at once or later, on whatever thread. */
    void whenTransactionsDurable(Runnable task);

    /** The queue is gone, with all that it held; nothing follows but the end of a transaction. */
    void delete();

    // ---- out of the heap and back

    /** Whether messages can leave the heap at all. */
    boolean canPageOut();

    /** Writes down a message that was not appended, so that it can leave the heap. */
    void pageOut(long position, Message message, long expiresAt);

    /** Whether the message, which was appended or paged out, can be read back and so may leave the heap. */
    boolean isReadable(long position);

    /**
     * Reads messages back, in the background; the answer comes on the home loop and holds the first of them in this order,
     * at least one. A queue reads once at a time, and beside that for whoever looks into it. As long as the disk fails there is
     * no answer: it is tried again until it works.
     *
     * @param positions   of messages that are here and readable
     * @param mostBytes   of bodies to be answered with; a single message may be larger
     */
    void read(long[] positions, long mostBytes, Consumer<List<ReadBack>> answer);
}
