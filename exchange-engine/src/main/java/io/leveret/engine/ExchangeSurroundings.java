package io.leveret.engine;

import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Surroundings;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.stats.Scope;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What an exchange sees of its virtual host. */
final class ExchangeSurroundings implements Surroundings {

    private final Function<String, Exchange> exchanges;
    private final Supplier<QueueRef> holdingQueues;
    private final LongSupplier clock;
    private final Scope scope;

    /**
     * @param exchanges     finds an exchange by its name, or null
     * @param holdingQueues opens the queue for what the exchange delays
     * @param clock         milliseconds since 1970
     * @param scope         where what is published adds up too
     */
    ExchangeSurroundings(Function<String, Exchange> exchanges, Supplier<QueueRef> holdingQueues, LongSupplier clock,
                         Scope scope) {
        this.exchanges = exchanges;
        this.holdingQueues = holdingQueues;
        this.clock = clock;
        this.scope = scope;
    }

    @Override
    public Optional<Exchange> exchange(String name) {
        return Optional.ofNullable(exchanges.apply(name));
    }

    @Override
    public Destination holdingQueue() {
        return holdingQueues.get();
    }

    @Override
    public Scope scope() {
        return scope;
    }

    @Override
    public long millis() {
        return clock.getAsLong();
    }
}
