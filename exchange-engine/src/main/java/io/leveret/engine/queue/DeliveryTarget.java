package io.leveret.engine.queue;

import java.util.List;

/** Where a consumer's messages go: its channel. Called on the queue's home loop. */
public interface DeliveryTarget extends MessageHolder {

    /**
     * Takes what one turn of the queue has for this consumer.
     *
     * @param batch the target's from now on
     */
    void deliver(List<QueuedMessage> batch);

    /**
     * The consumer has held a message longer than it may; the queue has taken that back and ended the consumer.
     *
     * @param timeout how long it might have been held, in milliseconds
     */
    void timedOut(long timeout);

    /** The queue is gone, and the consumer with it; no delivery follows. */
    void cancelled();
}
