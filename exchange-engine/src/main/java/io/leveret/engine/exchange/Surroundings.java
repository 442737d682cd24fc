package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

import java.util.List;
import java.util.Optional;

/** What an exchange may ask of its virtual host; each has its own. Callable from any thread. */
public interface Surroundings {
    /** Nothing around: an exchange on its own. */
    Surroundings NONE = new Nowhere();

    Optional<Exchange> exchange(String name);

    /** Hands on messages from before a binding to where it leads, the oldest first. Only posts: it is called under the lock. */
    void catchUp(Destination destination, List<Message> messages);

    /** Opens the queue that holds messages until the exchange shall route them: one that takes its time over {@code x-delay}. */
    Destination holdingQueue();

    /** Milliseconds since 1970. */
    long millis();
}
