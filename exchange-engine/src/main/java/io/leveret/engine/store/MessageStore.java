package io.leveret.engine.store;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.view.StorageHealth;
import java.util.Optional;

/** Keeps the messages of queues outside of the heap: the persistent ones of durable queues, and whatever finds no room. */
public interface MessageStore extends AutoCloseable {

    /**
     * Opens the log of a queue, with what it held before the broker was stopped. Callable from any thread; the log is
     * then used on the queue's home loop only.
     *
     * @param queueId the queue's id, which is never used again for another queue
     * @param durable whether the queue outlives a restart, and its persistent messages with it
     * @param home    the queue's loop, which the log calls back on
     */
    QueueLog open(long queueId, boolean durable, Loop home);

    /** Every queue that outlived a restart has its log: what is known of others is forgotten. */
    void restored();

    /** A loop's way to have one body written for many queues. */
    SharedBodies sharedBodies(Loop loop);

    /** Begins a group of changes of which a restart brings back all or none; callable from any thread. */
    StoreTransaction begin();

    /** Whether so much is on its way to the disk that its sources should pause; callable from any thread. */
    boolean isBusy();

    /** Runs the task, on whatever thread, when the store is not busy any more. */
    void whenDrained(Runnable task);

    /** How it is doing; callable from any thread. Nothing if it keeps nothing. */
    Optional<StorageHealth> health();

    /** Writes out what is still to be written. */
    @Override
    void close();
}
