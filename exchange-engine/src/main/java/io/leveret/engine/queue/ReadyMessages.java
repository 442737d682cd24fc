package io.leveret.engine.queue;

/** The messages of a queue that wait for a consumer, and the order in which they leave. */
interface ReadyMessages {

    void addLast(QueuedMessage message);

    /** Puts a message that had been handed out back to its old place. */
    void restore(QueuedMessage message);

    /** @return the message that is to be handed out next, or null when there is none; it stays */
    QueuedMessage peekFirst();

    /** @return the message that is to be handed out next, or null when there is none */
    QueuedMessage pollFirst();

    /** @return the message that has to go when there are too many, or null when there is none */
    QueuedMessage pollSurplus();

    /**
     * Messages expire at the head only, where there are several heads at any of them.
     *
     * @return a head that has expired by then, or null
     */
    QueuedMessage pollExpired(long millis);

    /** When the first head expires, in milliseconds since 1970; {@link QueuedMessage#NEVER} when none does. */
    long nextExpiry();

    int size();

    /** The bodies, in bytes. */
    long bytes();

    default boolean isEmpty() {
        return size() == 0;
    }
}
