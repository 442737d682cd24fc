package io.leveret.engine.exchange;

import java.util.Optional;

/** What an exchange may ask of its virtual host; each has its own. Callable from any thread. */
public interface Surroundings {
    /** Nothing around: an exchange on its own. */
    Surroundings NONE = new Nowhere();

    Optional<Exchange> exchange(String name);

    /** Opens the queue that holds messages until the exchange shall route them: one that takes its time over {@code x-delay}. */
    Destination holdingQueue();

    /** Milliseconds since 1970. */
    long millis();
}
