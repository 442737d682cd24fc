package io.leveret.engine.queue;

/** Whoever holds a message by {@code basic.get}: a channel. Called on the queue's home loop. */
public interface Getter {

    /**
     * A message was held longer than it may be, and the queue has taken it back.
     *
     * @param timeout how long it might have been held, in milliseconds
     */
    void timedOut(long timeout);
}
