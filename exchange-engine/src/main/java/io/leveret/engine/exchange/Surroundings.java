package io.leveret.engine.exchange;

import io.leveret.engine.stats.Scope;
import java.util.Optional;

/** What an exchange may ask of its virtual host; each has its own. Callable from any thread. */
public interface Surroundings {
    /** Nothing around: an exchange on its own. */
    Surroundings NONE = new Nowhere();

    Optional<Exchange> exchange(String name);

    /** Opens the queue that holds messages until the exchange shall route them: one that takes its time over {@code x-delay}. */
    Destination holdingQueue();

    /** Where what is published to the exchange adds up too. */
    default Scope scope() {
        return Scope.UNWATCHED;
    }

    /** Milliseconds since 1970. */
    long millis();
}
