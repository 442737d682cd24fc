package io.leveret.engine;

import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.HoldingQueue;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The queues in which exchanges hold what they delay, by the exchange's name. Changed under the virtual host's lock. */
final class HoldingQueues {

    private final String virtualHost;
    private final QueueStorage storage;
    private final LongSupplier ids;
    private final Function<String, Exchange> exchanges;
    private final Map<String, QueueRef> queues = new ConcurrentHashMap<>();

    /** @param exchanges finds an exchange by its name, or null */
    HoldingQueues(String virtualHost, QueueStorage storage, LongSupplier ids, Function<String, Exchange> exchanges) {
        this.virtualHost = virtualHost;
        this.storage = storage;
        this.ids = ids;
        this.exchanges = exchanges;
    }

    /** Opens the queue of an exchange that is about to delay: what it takes is confirmed once the catalog has it. */
    QueueRef open(String exchange, boolean durable, Loop home) {
        QueueRef opened = open(ids.getAsLong(), exchange, durable, home);
        if (durable) opened.awaitDeclaration();
        return opened;
    }

    /** Opens the queue that an exchange had before the broker was stopped. */
    QueueRef restore(long id, String exchange, Loop home) {
        return open(id, exchange, true, home);
    }

    private QueueRef open(long id, String exchange, boolean durable, Loop home) {
        HoldingQueue held = new HoldingQueue(id, virtualHost, exchange, durable, home, storage, (message, matches) -> {
            Exchange found = isCurrent(id, exchange) ? exchanges.apply(exchange) : null;
            if (found == null) return;
            found.routeDelayed(message, matches);
            if (!isCurrent(id, exchange)) matches.abandon(); // a queue that came later waits for the deletion, which would wait for it
        });
        queues.put(exchange, held.queue());
        return held.queue();
    }

    /** What an exchange held goes with it, and is no business of a new one that has its name. */
    private boolean isCurrent(long id, String exchange) {
        QueueRef current = queues.get(exchange);
        return current != null && current.id() == id;
    }

    Optional<QueueRef> find(String exchange) {
        return Optional.ofNullable(queues.get(exchange));
    }

    List<QueueRef> takeAll() {
        List<QueueRef> all = List.copyOf(queues.values());
        queues.clear();
        return all;
    }

    /** Drops what the exchange holds, if it is one that holds anything. */
    void delete(String exchange) {
        QueueRef removed = queues.remove(exchange);
        if (removed != null) removed.deleteLater();
    }
}
