package io.leveret.api.tail;

import java.util.Map;
import java.util.Optional;

/** What a tail is of. Used by the one thread that serves all tails, but for what it takes in on the way. */
interface Source extends AutoCloseable {

    /** What the client is told first. */
    Map<String, Object> opening();

    /** Why there is nothing more to see; empty while there is. Asked now and then. */
    Optional<String> end();

    /** Adds what has passed since, as far as the rate and the room allow. */
    void drain(Events events, RateCap rate);

    /** The client takes nothing more for now: what has passed since is only counted. */
    void pass();

    @Override
    void close();
}
