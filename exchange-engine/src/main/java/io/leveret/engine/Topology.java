package io.leveret.engine;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.access.Rights;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.view.ClientConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How exchanges, queues and bindings of a virtual host come and go together, and that the catalog is told before. Guarded
 * by the virtual host's lock.
 */
final class Topology {

    private static final Logger log = LoggerFactory.getLogger(Topology.class);

    private final String virtualHost;
    private final Queues queues;
    private final Exchanges exchanges;
    private final Bindings bindings;
    private final Records records;

    Topology(String virtualHost, Queues queues, Exchanges exchanges, EntityEvents events, Records records) {
        this.virtualHost = virtualHost;
        this.queues = queues;
        this.exchanges = exchanges;
        this.bindings = new Bindings(events);
        this.records = records;
    }

    /**
     * @return the new queue in which a new exchange holds what it delays
     * @throws io.leveret.codec.error.AmqpException as {@link Exchanges#declare}
     */
    Optional<QueueRef> declare(ExchangeDeclaration declaration, ClientConnection client, Loop home) {
        Exchange declared = exchanges.declare(declaration, client.rights(), home, records::declared);
        if (declared == null) return Optional.empty();
        log.debug("exchange '{}' in vhost '{}' declared by {}", declared.name(), virtualHost, client.name());
        return exchanges.holdingQueue(declared);
    }

    /** @throws io.leveret.codec.error.AmqpException as {@link Queues#declare} */
    QueueRef declare(QueueDeclaration declaration, ClientConnection client, Loop home) {
        return queues.declare(declaration, client, home, declared -> {
            records.declared(declared);
            log.debug("queue '{}' in vhost '{}' declared by {}", declared.name(), virtualHost, client.name());
        });
    }

    /** @return what the destination is to get from before */
    CatchUp bind(Exchange source, Destination destination, String key, FieldTable arguments) {
        Binding binding = new Binding(source.name(), destination, key, arguments);
        List<Message> missed = new ArrayList<>(0);
        if (!source.bind(binding, missed::addAll)) return CatchUp.NOTHING;
        orElse(() -> source.unbind(binding), () -> records.bound(source, binding));
        bindings.add(binding);
        log.debug("'{}' bound to exchange '{}' in vhost '{}' with key '{}'", destination.name(), source.name(), virtualHost,
            key);
        return missed.isEmpty() ? CatchUp.NOTHING : new CatchUp(destination, missed);
    }

    /** @param destination null if there is none of the name that was asked for */
    void unbind(String sourceName, Destination destination, String key, FieldTable arguments) {
        Exchange source = exchanges.findNamed(sourceName);
        if (source == null || destination == null) return;
        Binding binding = new Binding(sourceName, destination, key, arguments);
        if (!source.bindings().contains(binding)) return;
        records.unbound(source, binding);
        source.unbind(binding);
        bindings.remove(binding);
        log.debug("'{}' unbound from exchange '{}' in vhost '{}' with key '{}'", destination.name(), sourceName, virtualHost,
            key);
        if (source.isAutoDelete() && source.bindingCount() == 0) remove(source);
    }

    /** Makes an exchange that the catalog holds. Damage may have taken the queue in which it held what it delays. */
    void restore(ExchangeDeclaration declared, Optional<Long> holdingQueue, Loop home) {
        Exchange restored = exchanges.restore(declared, holdingQueue, home);
        Optional<QueueRef> opened = exchanges.holdingQueue(restored).filter(queue -> !queue.isStored());
        if (opened.isEmpty()) return;
        log.error("the catalog has lost the queue for what exchange '{}' in vhost '{}' delays: it gets another, and what it held is lost",
            restored.name(), virtualHost);
        records.opened(restored, opened.get());
        records.whenStored(opened.get()::declarationStored);
    }

    /** Makes a binding that the catalog holds. */
    void restore(Exchange source, Destination destination, String key, FieldTable arguments) {
        Binding binding = new Binding(source.name(), destination, key, arguments);
        if (source.bind(binding)) bindings.add(binding);
    }

    /** @throws io.leveret.codec.error.AmqpException 404 */
    void pause(String name, boolean wanted, ClientConnection client) {
        QueueRef queue = queues.find(name);
        if (queue == null) throw queues.notFound(name);
        if (queue.isPaused() == wanted) return;
        records.paused(queue, wanted);
        queue.pause(wanted);
        log.info("queue '{}' in vhost '{}' {} by user '{}'", name, virtualHost, wanted ? "paused" : "resumed", client.userName());
    }

    List<Binding> bindingsTo(Destination destination) {
        return bindings.to(destination);
    }

    void remove(QueueRef queue) {
        if (queues.find(queue.name()) != queue) return;
        queue.reachOnlyUpTo(queues.newestId());
        records.deleted(queue);
        queues.remove(queue);
        log.debug("queue '{}' in vhost '{}' deleted", queue.name(), virtualHost);
        removeAll(detach(queue));
    }

    void remove(Exchange exchange) {
        Deque<Exchange> unused = new ArrayDeque<>();
        unused.add(exchange);
        removeAll(unused);
    }

    /** An exchange that goes may be the last destination of an auto-delete exchange, which then goes too, and so on. */
    private void removeAll(Deque<Exchange> unused) {
        for (Exchange next = unused.poll(); next != null; next = unused.poll()) {
            if (exchanges.find(next.name()) != next) continue;
            records.deleted(next, exchanges.holdingQueue(next));
            exchanges.remove(next);
            log.debug("exchange '{}' in vhost '{}' deleted", next.name(), virtualHost);
            next.bindings().forEach(bindings::remove);
            unused.addAll(detach(next));
        }
    }

    /** Removes the bindings to what is being deleted, which in the catalog go with it. Returns exchanges left unused. */
    private Deque<Exchange> detach(Destination deleted) {
        Deque<Exchange> unused = new ArrayDeque<>();
        for (Binding binding : bindings.to(deleted)) {
            bindings.remove(binding);
            Exchange source = exchanges.findNamed(binding.source());
            if (source == null) continue;
            source.unbind(binding);
            if (source.isAutoDelete() && source.bindingCount() == 0) unused.add(source);
        }
        return unused;
    }

    /** What the catalog does not take has not happened. */
    private static void orElse(Runnable undo, Runnable record) {
        try {
            record.run();
        } catch (RuntimeException e) {
            undo.run();
            throw e;
        }
    }
}
