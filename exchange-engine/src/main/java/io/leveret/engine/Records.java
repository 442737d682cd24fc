package io.leveret.engine;

import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import java.util.List;
import java.util.Optional;

/** Tells the catalog what changes in a virtual host, as far as it outlives a restart. Told under the virtual host's lock. */
final class Records {

    private final String virtualHost;
    private final CatalogStore catalog;
    private boolean ended;

    Records(String virtualHost, CatalogStore catalog) {
        this.virtualHost = virtualHost;
        this.catalog = catalog;
    }

    /** Nothing more needs to be told: what is in the catalog goes with the virtual host. */
    void end() {
        ended = true;
    }

    void declared(Exchange exchange, Optional<QueueRef> holdingQueue) {
        if (!exchange.isDurable()) return;
        CatalogChange declared = new CatalogChange.ExchangeDeclared(virtualHost, exchange.name(), exchange.type().toString(),
            exchange.isAutoDelete(), exchange.isInternal(), exchange.arguments());
        write(holdingQueue.map(queue -> openedFor(exchange, queue))
            .<List<CatalogChange>>map(opened -> List.of(opened, declared))
            .orElse(List.of(declared)));
    }

    /** An exchange that was there before has messages to delay. */
    void opened(Exchange exchange, QueueRef holdingQueue) {
        if (exchange.isDurable()) write(openedFor(exchange, holdingQueue));
    }

    private CatalogChange openedFor(Exchange exchange, QueueRef holdingQueue) {
        return new CatalogChange.HoldingQueueOpened(virtualHost, holdingQueue.id(), exchange.name());
    }

    void deleted(Exchange exchange) {
        if (exchange.isDurable()) write(new CatalogChange.ExchangeDeleted(virtualHost, exchange.name()));
    }

    void declared(QueueRef queue) {
        if (!queue.isDurable()) return;
        write(new CatalogChange.QueueDeclared(virtualHost, queue.id(), queue.name(), queue.isAutoDelete(), queue.arguments()));
    }

    void deleted(QueueRef queue) {
        if (queue.isDurable()) write(new CatalogChange.QueueDeleted(virtualHost, queue.id(), queue.name()));
    }

    /** A binding of which either end is deleted goes with it, and is not told of. */
    void bound(Exchange source, Binding binding) {
        if (!isDurable(source, binding)) return;
        write(new CatalogChange.Bound(virtualHost, source.name(), target(binding), binding.key(), binding.arguments()));
    }

    void unbound(Exchange source, Binding binding) {
        if (!isDurable(source, binding)) return;
        write(new CatalogChange.Unbound(virtualHost, source.name(), target(binding), binding.key(), binding.arguments()));
    }

    void limited(VirtualHostLimits limits) {
        write(new CatalogChange.VirtualHostLimited(virtualHost, limits.maxConnections(), limits.maxQueues()));
    }

    void traced(boolean on) {
        write(new CatalogChange.VirtualHostTraced(virtualHost, on));
    }

    void set(Policy policy, boolean ofOperator) {
        write(new CatalogChange.PolicySet(virtualHost, ofOperator, policy.name(), policy.pattern().toString(),
            policy.appliesTo().toString(), policy.priority(), policy.definition().said()));
    }

    void cleared(String policy, boolean ofOperator) {
        write(new CatalogChange.PolicyCleared(virtualHost, ofOperator, policy));
    }

    /** Runs the task when all that was told is durable. */
    void whenStored(Runnable task) {
        catalog.whenStored(task);
    }

    private void write(CatalogChange change) {
        write(List.of(change));
    }

    private void write(List<CatalogChange> changes) {
        if (!ended) catalog.append(changes);
    }

    private static boolean isDurable(Exchange source, Binding binding) {
        return source.isDurable() && binding.destination().isDurable();
    }

    private static CatalogChange.Destination target(Binding binding) {
        Destination destination = binding.destination();
        return new CatalogChange.Destination(destination instanceof Exchange
            ? CatalogChange.Destination.Kind.EXCHANGE : CatalogChange.Destination.Kind.QUEUE, destination.name());
    }
}
