package io.leveret.engine.queue;

import io.leveret.engine.view.ChannelName;
import java.util.List;
import java.util.Optional;

/** Where a consumer's messages go: its channel. Called on the queue's home loop. */
public interface DeliveryTarget {

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

    /** The channel, if it is one's. */
    default Optional<ChannelName> channel() {
        return Optional.empty();
    }

    /** The queue is gone, and the consumer with it; no delivery follows. */
    void cancelled();
}
