package io.leveret.engine;

import static io.leveret.engine.access.Operation.CONFIGURE;
import static io.leveret.engine.access.Operation.READ;
import static io.leveret.engine.access.Operation.WRITE;
import static io.leveret.engine.access.Rights.Kind.EXCHANGE;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.access.Rights;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.ExchangeSettings;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.settings.Policies;
import io.leveret.engine.stats.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The exchanges of a virtual host, by name. Looked up by anybody, changed under the virtual host's lock. */
final class Exchanges {

    /** The broker's own exchanges do nothing that takes time. */
    private static final LongSupplier TIMELESS = () -> 0;

    private final String virtualHost;
    private final Policies policies;
    private final EntityEvents events;
    private final Scope scope;
    private final HoldingQueues holdingQueues;
    private final Exchange defaultExchange;
    private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();

    /** Who declared them, where it was a user. */
    private final Map<String, String> declarers = new ConcurrentHashMap<>();

    /** Is told of a new exchange, its holding queue if it has one, and who declared it if that is somebody. */
    interface Record {
        void declared(Exchange exchange, Optional<QueueRef> holdingQueue, Optional<String> declarer);
    }

    /** @param queues finds a queue by its name, or null: the implicit bindings of the default exchange */
    Exchanges(String virtualHost, Function<String, QueueRef> queues, QueueStorage storage, LongSupplier queueIds,
              Policies policies, EntityEvents events, Scope scope) {
        this.virtualHost = virtualHost;
        this.policies = policies;
        this.events = events;
        this.scope = scope;
        this.holdingQueues = new HoldingQueues(virtualHost, storage, queueIds, this::find);
        this.defaultExchange = Exchange.defaultExchange(queues, scope);
        predeclare("amq.direct", "direct", false);
        predeclare("amq.fanout", "fanout", false);
        predeclare("amq.topic", "topic", false);
        predeclare("amq.headers", "headers", false);
        predeclare("amq.match", "headers", false);
        predeclare(Tracing.EXCHANGE, "topic", true);
    }

    /** The exchange that tells what happens, in the virtual host that has it. */
    void predeclareEvents() {
        predeclare(Events.EXCHANGE, "topic", true);
    }

    /**
     * @param kind what the target is
     * @throws AmqpException 403 when the client may not bind the target to the source, or one is the default exchange
     */
    void requireBindable(Rights.Kind kind, String target, String source, String key, Rights rights) {
        rights.require(WRITE, kind, target);
        if (kind == EXCHANGE) requireNotDefault(target);
        requireNotDefault(source);
        rights.require(READ, EXCHANGE, source);
        Exchange from = find(source);
        if (from != null && from.routesTopics()) rights.requireTopic(READ, source, key);
    }

    /** The default exchange too. */
    Collection<Exchange> all() {
        List<Exchange> all = new ArrayList<>(exchanges.values());
        all.add(defaultExchange);
        return all;
    }

    /** @return the exchange, or null; the empty name is the default exchange */
    Exchange find(String name) {
        return name.isEmpty() ? defaultExchange : exchanges.get(name);
    }

    /** @throws AmqpException 404; the empty name is the default exchange */
    Exchange require(String name) {
        Exchange exchange = find(name);
        if (exchange == null) throw notFound(name);
        return exchange;
    }

    /** @throws AmqpException 403 for the default exchange, 404 */
    Exchange requireNamed(String name) {
        requireNotDefault(name);
        return require(name);
    }

    /**
     * @return the exchange, or null
     * @throws AmqpException 403 for the default exchange
     */
    Exchange findNamed(String name) {
        requireNotDefault(name);
        return exchanges.get(name);
    }

    /**
     * @param home   the loop for what takes time
     * @param record is told of a new exchange before anybody can find it; if it fails, there is none
     * @return the exchange that was made, or null when it was there already
     * @throws AmqpException 403 or 406
     */
    Exchange declare(ExchangeDeclaration wanted, Rights rights, Loop home, Record record) {
        ExchangeType type = ExchangeType.named(wanted.type());
        String name = EntityNames.clean(wanted.name());
        requireNotDefault(name);
        rights.require(CONFIGURE, EXCHANGE, name);
        Exchange existing = exchanges.get(name);
        if (existing != null) {
            requireSame(existing, wanted);
            return null;
        }
        EntityNames.requireFree("exchange", name);
        ExchangeSettings.ofArguments(wanted.arguments(), description(name)).alternateExchange()
            .ifPresent(alternate -> requireAlternate(name, alternate, rights));
        Exchange made = make(wanted, type, name, home, () -> holdingQueues.open(name, wanted.durable(), home));
        applyPolicies(made);
        try {
            record.declared(made, holdingQueue(made), Optional.of(events.actor()).filter(actor -> !actor.equals(Events.INTERNAL)));
        } catch (RuntimeException e) {
            holdingQueues.delete(name);
            throw e;
        }
        declarers.put(name, events.actor());
        return add(made);
    }

    /** An exchange that the catalog holds was declared by that user. */
    void restoreDeclarer(String exchange, String user) {
        declarers.put(exchange, user);
    }

    /** Who declared the exchange, as far as that is known. */
    String declarer(Exchange exchange) {
        return declarers.getOrDefault(exchange.name(), Events.INTERNAL);
    }

    /**
     * Makes an exchange that the catalog holds.
     *
     * @param holdingQueue the id of the queue in which it holds what it delays, if it had one
     * @return the exchange, with a holding queue that the catalog does not have if it needs one and had none
     */
    Exchange restore(ExchangeDeclaration declared, Optional<Long> holdingQueue, Loop home) {
        String name = declared.name();
        Exchange restored = make(declared, ExchangeType.named(declared.type()), name, home,
            () -> holdingQueue.map(id -> holdingQueues.restore(id, name, home))
                .orElseGet(() -> holdingQueues.open(name, true, home)));
        if (holdingQueue.isPresent()) restored.openHoldingQueue();
        applyPolicies(restored);
        return add(restored);
    }

    private Exchange make(ExchangeDeclaration wanted, ExchangeType type, String name, Loop home,
                          Supplier<QueueRef> holdingQueue) {
        return new Exchange(name, type, wanted.durable(), wanted.autoDelete(), wanted.internal(), wanted.arguments(),
            new ExchangeSurroundings(this::find, holdingQueue, home::millis, scope));
    }

    /** @throws AmqpException 403 for the broker's own, 406 when it is in use */
    Optional<Exchange> findDeletable(String name, boolean ifUnused, Rights rights) {
        requireNotDefault(name);
        if (EntityNames.isReserved(name)) {
            throw new AmqpException(ReplyCode.ACCESS_REFUSED,
                "deletion of system " + description(name) + " not allowed");
        }
        rights.require(CONFIGURE, EXCHANGE, name);
        Exchange exchange = exchanges.get(name);
        if (exchange != null && ifUnused && exchange.bindingCount() > 0) {
            throw new AmqpException(ReplyCode.PRECONDITION_FAILED, description(name) + " in use");
        }
        return Optional.ofNullable(exchange);
    }

    /** One that is there, with what it holds if it delays messages. */
    void remove(Exchange exchange) {
        exchanges.remove(exchange.name());
        declarers.remove(exchange.name());
        holdingQueues.delete(exchange.name());
        events.deleted(exchange);
    }

    /** Parts from the queues in which exchanges hold messages, for whoever deletes them. */
    List<QueueRef> takeHoldingQueues() {
        return holdingQueues.takeAll();
    }

    /** The queue in which an exchange holds the messages that it delays. */
    Optional<QueueRef> holdingQueue(Exchange exchange) {
        return holdingQueues.find(exchange.name());
    }

    /**
     * Has every exchange follow the policies as they are now.
     *
     * @return the queues that were opened for what some of them delay from now on
     */
    Map<Exchange, QueueRef> applyPolicies() {
        Map<Exchange, QueueRef> opened = new IdentityHashMap<>(0);
        for (Exchange exchange : exchanges.values()) {
            boolean before = holdingQueue(exchange).isPresent();
            applyPolicies(exchange);
            if (!before) holdingQueue(exchange).ifPresent(queue -> opened.put(exchange, queue));
        }
        return opened;
    }

    /** The policy that had it opened does not come to hold. */
    void closeHoldingQueue(Exchange exchange) {
        exchange.closeHoldingQueue();
        holdingQueues.delete(exchange.name());
    }

    private void predeclare(String name, String type, boolean internal) {
        add(new Exchange(name, ExchangeType.named(type), true, false, internal, FieldTable.EMPTY,
            new ExchangeSurroundings(this::find, Exchanges::nothingToHold, TIMELESS, scope)));
    }

    private static QueueRef nothingToHold() {
        throw new IllegalStateException("none of the broker's own exchanges delays messages");
    }

    private Exchange add(Exchange exchange) {
        exchanges.put(exchange.name(), exchange);
        events.created(exchange);
        return exchange;
    }

    private void applyPolicies(Exchange exchange) {
        exchange.apply(ExchangeSettings.ofArguments(exchange.arguments(), description(exchange.name()))
            .under(policies.alternateExchange(exchange.name()), isToDelay(exchange)));
    }

    /** The broker's own do nothing that takes time, whatever a policy says. */
    private boolean isToDelay(Exchange exchange) {
        return !EntityNames.isReserved(exchange.name()) && policies.delaysMessages(exchange.name());
    }

    /** What the exchange cannot route is published to the alternate one, in effect by whoever declares it. */
    private static void requireAlternate(String name, String alternate, Rights rights) {
        rights.require(READ, EXCHANGE, name);
        rights.require(WRITE, EXCHANGE, alternate);
    }

    private void requireSame(Exchange existing, ExchangeDeclaration wanted) {
        Equivalence equivalence = new Equivalence(description(existing.name()));
        equivalence.require("type", wanted.type(), existing.type().toString());
        equivalence.require("durable", wanted.durable(), existing.isDurable());
        equivalence.require("auto_delete", wanted.autoDelete(), existing.isAutoDelete());
        equivalence.require("internal", wanted.internal(), existing.isInternal());
        equivalence.requireArgument(ExchangeSettings.ALTERNATE_EXCHANGE, wanted.arguments(), existing.arguments());
    }

    static void requireNotDefault(String name) {
        if (!name.isEmpty()) return;
        throw new AmqpException(ReplyCode.ACCESS_REFUSED, "operation not permitted on the default exchange");
    }

    private AmqpException notFound(String name) {
        return new AmqpException(ReplyCode.NOT_FOUND, "no " + description(name));
    }

    private String description(String name) {
        return "exchange '" + name + "' in vhost '" + virtualHost + "'";
    }
}
