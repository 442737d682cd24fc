package io.leveret.engine.explain;

import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Surroundings;
import java.util.Optional;
import java.util.function.Function;

/** Surroundings of exchanges that a test makes. */
record Neighbourhood(Function<String, Exchange> exchanges, Destination holdingQueue) implements Surroundings {

    @Override
    public Optional<Exchange> exchange(String name) {
        return Optional.ofNullable(exchanges.apply(name));
    }

    @Override
    public long millis() {
        return 1_000_000;
    }
}
