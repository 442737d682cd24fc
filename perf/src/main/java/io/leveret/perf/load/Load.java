package io.leveret.perf.load;

import java.util.concurrent.CompletableFuture;

/** What is done to a broker in one phase of a run; driven by one thread. */
public interface Load {
    /** Opens and declares what it takes. Throws a {@link io.leveret.perf.client.PerfException}, as do the others. */
    default void prepare() {}

    /** Sets it going. */
    void start();

    /** Completes when there is nothing left to do; never, if there is no end to it. */
    CompletableFuture<Void> ended();

    /** Comes once in a while. */
    default void tick() {}

    /** Ends it, in good order as far as that is possible. */
    void stop();
}
