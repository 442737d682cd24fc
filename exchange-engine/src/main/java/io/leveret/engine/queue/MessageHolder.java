package io.leveret.engine.queue;

import io.leveret.engine.view.ChannelName;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Whoever messages are handed to. Called on the queue's home loop. */
public interface MessageHolder {

    /** The channel, if it is one's. */
    default Optional<ChannelName> channel() {
        return Optional.empty();
    }

    /**
     * Tells under which delivery tags it holds messages.
     *
     * @param answer gets them in this order, on whatever loop; 0 for what has not been sent yet, or is settled
     */
    default void tags(List<QueuedMessage> messages, Consumer<long[]> answer) {
        answer.accept(new long[messages.size()]);
    }
}
