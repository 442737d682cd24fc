package io.leveret.engine;

import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Parameter;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the catalog what changes in a virtual host, as far as it outlives a restart. Told under the virtual host's lock. */
final class Records {

    private final String virtualHost;
    private final ChangeLine line;

    Records(String virtualHost, CatalogStore catalog) {
        this.virtualHost = virtualHost;
        this.line = new ChangeLine(catalog);
    }

    /** The virtual host is deleted. Nothing more needs to be told: what is in the catalog goes with it. */
    void end() {
        line.end(new CatalogChange.VirtualHostDeleted(virtualHost));
    }

    /** @param declarer who declared it, if that is somebody */
    void declared(Exchange exchange, Optional<QueueRef> holdingQueue, Optional<String> declarer) {
        if (!exchange.isDurable()) return;
        List<CatalogChange> changes = new ArrayList<>(3);
        holdingQueue.ifPresent(queue -> changes.add(openedFor(exchange, queue)));
        changes.add(new CatalogChange.ExchangeDeclared(virtualHost, exchange.name(), exchange.type().toString(),
            exchange.isAutoDelete(), exchange.isInternal(), exchange.arguments()));
        declarer.ifPresent(user -> changes.add(new CatalogChange.ExchangeDeclaredBy(virtualHost, exchange.name(), user)));
        write(changes);
    }

    /** An exchange that is there already has messages to delay. */
    void opened(Exchange exchange, QueueRef holdingQueue) {
        write(opened(Map.of(exchange, holdingQueue)));
    }

    private CatalogChange openedFor(Exchange exchange, QueueRef holdingQueue) {
        return new CatalogChange.HoldingQueueOpened(virtualHost, holdingQueue.id(), exchange.name());
    }

    /** @param holdingQueue goes with the exchange, and is to be deleted next */
    void deleted(Exchange exchange, Optional<QueueRef> holdingQueue) {
        if (!exchange.isDurable()) return;
        CatalogChange deleted = new CatalogChange.ExchangeDeleted(virtualHost, exchange.name());
        if (holdingQueue.isPresent()) writeWhenGone(holdingQueue.get(), deleted);
        else write(deleted);
    }

    void declared(QueueRef queue) {
        if (!queue.isDurable()) return;
        write(new CatalogChange.QueueDeclared(virtualHost, queue.id(), queue.name(), queue.isAutoDelete(), queue.arguments()));
    }

    void paused(QueueRef queue, boolean wanted) {
        if (!queue.isDurable()) return;
        write(wanted ? new CatalogChange.QueuePaused(virtualHost, queue.name()) : new CatalogChange.QueueResumed(virtualHost, queue.name()));
    }

    /** @param queue to be deleted next */
    void deleted(QueueRef queue) {
        if (queue.isDurable()) writeWhenGone(queue, new CatalogChange.QueueDeleted(virtualHost, queue.id(), queue.name()));
    }

    /** What left the queue for others has to be theirs first: a crash that finds the queue gone would lose what is on its way. */
    private void writeWhenGone(QueueRef queue, CatalogChange deleted) {
        queue.whenGone(line.appendLater(List.of(deleted)));
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

    void described(VirtualHostDescription description) {
        write(new CatalogChange.VirtualHostDescribed(virtualHost, description.text(), description.tags(),
            description.defaultQueueType(), description.isProtected()));
    }

    void traced(boolean on) {
        write(new CatalogChange.VirtualHostTraced(virtualHost, on));
    }

    /** @param opened for exchanges that have messages to delay now */
    void set(Policy policy, boolean ofOperator, Map<Exchange, QueueRef> opened) {
        writeWith(opened, new CatalogChange.PolicySet(virtualHost, ofOperator, policy.name(), policy.pattern().toString(),
            policy.appliesTo().toString(), policy.priority(), policy.definition().said()));
    }

    /** @param opened as in {@link #set}: another policy may have come to hold */
    void cleared(String policy, boolean ofOperator, Map<Exchange, QueueRef> opened) {
        writeWith(opened, new CatalogChange.PolicyCleared(virtualHost, ofOperator, policy));
    }

    private void writeWith(Map<Exchange, QueueRef> opened, CatalogChange change) {
        List<CatalogChange> changes = new ArrayList<>(opened(opened));
        changes.add(change);
        write(changes);
    }

    private List<CatalogChange> opened(Map<Exchange, QueueRef> holdingQueues) {
        List<CatalogChange> changes = new ArrayList<>(0);
        holdingQueues.forEach((exchange, queue) -> {
            if (exchange.isDurable()) changes.add(openedFor(exchange, queue));
        });
        return changes;
    }

    void set(Parameter parameter) {
        write(new CatalogChange.ParameterSet(virtualHost, parameter.component(), parameter.name(), parameter.value()));
    }

    void cleared(Parameter parameter) {
        write(new CatalogChange.ParameterCleared(virtualHost, parameter.component(), parameter.name()));
    }

    /** Runs the task when all that was told is durable. */
    void whenStored(Runnable task) {
        line.whenStored(task);
    }

    /** Has the queue confirm what it takes once the catalog has it. Not to be called under a lock, as the queue may act at once. */
    void tellWhenStored(QueueRef queue) {
        if (!queue.isStored()) whenStored(queue::declarationStored);
    }

    private void write(CatalogChange change) {
        write(List.of(change));
    }

    private void write(List<CatalogChange> changes) {
        line.append(changes);
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
