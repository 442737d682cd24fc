package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Surroundings that a test sets up, and that note what they are asked. */
final class Neighbours implements Surroundings {
    final List<String> caughtUp = new ArrayList<>();
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

    @Override public void catchUp(Destination destination, List<Message> messages) {
        for (Message message : messages) caughtUp.add(destination.name() + " gets " + message.routingKey());
    }

    @Override public Destination holdingQueue() {
        return held;
    }

    @Override public long millis() {
        return now;
    }
}
