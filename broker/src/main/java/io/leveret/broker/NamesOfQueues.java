package io.leveret.broker;

import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogContents;
import io.leveret.persistence.catalog.QueueNames;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What queues are called, by their ids, for lines of the log about what is lost: so rarely asked that it looks through all of
 * them. Until there is a broker it goes by what the catalog says. Safe for threads.
 */
final class NamesOfQueues implements LongFunction<String> {

    private volatile CatalogContents declared = CatalogContents.EMPTY;
    private volatile Broker broker; // null until there is one

    void declared(CatalogContents contents) {
        declared = contents;
    }

    void restored(Broker started) {
        broker = started;
        declared = CatalogContents.EMPTY;
    }

    @Override
    public String apply(long id) {
        Broker started = broker;
        Optional<String> name = started == null ? amongDeclared(id) : in(started, id);
        return name.orElseGet(() -> QueueNames.ofNumber(id));
    }

    private Optional<String> amongDeclared(long id) {
        for (CatalogChange change : declared.changes()) {
            if (change instanceof CatalogChange.QueueDeclared queue && queue.id() == id) {
                return Optional.of(QueueNames.ofQueue(queue.name(), queue.virtualHost()));
            }
            if (change instanceof CatalogChange.HoldingQueueOpened queue && queue.id() == id) {
                return Optional.of(QueueNames.ofExchange(queue.exchange(), queue.virtualHost()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> in(Broker broker, long id) {
        for (VirtualHost host : broker.virtualHosts()) {
            for (QueueRef queue : host.queues()) {
                if (queue.id() == id) return Optional.of(QueueNames.ofQueue(queue.name(), host.name()));
            }
            for (Exchange exchange : host.exchanges()) {
                if (host.holdingQueue(exchange).filter(queue -> queue.id() == id).isPresent()) {
                    return Optional.of(QueueNames.ofExchange(exchange.name(), host.name()));
                }
            }
        }
        return Optional.empty();
    }
}
