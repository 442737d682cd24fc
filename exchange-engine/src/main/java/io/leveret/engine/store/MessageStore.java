package io.leveret.engine.store;

/** Keeps the persistent messages of durable queues. Callable from any thread. */
public interface MessageStore extends AutoCloseable {

    /**
     * Opens the log of a queue.
     *
     * @param queueId the queue's id, which is never used again for another queue
     */
    QueueLog open(long queueId);

    /** Writes out what is still to be written. */
    @Override
    void close();
}
