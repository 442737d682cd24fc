package io.leveret.engine.exchange;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Surroundings that a test sets up, and that note what they are asked. */
final class Neighbours implements Surroundings {
    private final Map<String, Exchange> exchanges = new HashMap<>();
    final NamedQueue held = new NamedQueue("held");
    long now = 1_000_000;

    Exchange declare(Exchange exchange) {
        exchanges.put(exchange.name(), exchange);
        return exchange;
    }

    @Override public Optional<Exchange> exchange(String name) {
        return Optional.ofNullable(exchanges.get(name));
    }

    @Override public Destination holdingQueue() {
        return held;
    }

    @Override public long millis() {
        return now;
    }
}
