package io.leveret.engine.exchange;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;
import io.leveret.engine.stats.Scope;
import io.leveret.engine.tap.Tap;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An exchange: what it was declared with, and the bindings that lead away from it. Bound and unbound under the virtual host's
 * lock; anyone may route and read.
 */
public final class Exchange implements Destination {
    private final String name;
    private final ExchangeType type;
    private final boolean durable;
    private final boolean autoDelete;
    private final boolean internal;
    private final FieldTable arguments;
    private final Surroundings surroundings;
    private final boolean routesTopics;
    private final Router router;
    private final ExchangeStats stats;
    /** Null for nearly every exchange. */
    private final Deduplication deduplication;
    /** Null as long as it had nothing to delay. */
    private Destination holdingQueue;
    private volatile ExchangeSettings settings = ExchangeSettings.NONE;
    /** Null as long as nobody looks on. */
    private volatile Tap tap;
    /** The router, with what the settings put around it. */
    private volatile RoutingStep step;
    private final Set<Binding> bindings = ConcurrentHashMap.newKeySet();

    /** An exchange on its own. */
    public Exchange(String name, ExchangeType type, boolean durable, boolean autoDelete, boolean internal, FieldTable arguments) {
        this(name, type, durable, autoDelete, internal, arguments, Surroundings.NONE);
    }

    /** Throws PRECONDITION_FAILED when an argument will not do for this type. */
    public Exchange(String name, ExchangeType type, boolean durable, boolean autoDelete, boolean internal, FieldTable arguments,
                    Surroundings surroundings) {
        this.name = name;
        this.type = type;
        this.durable = durable;
        this.autoDelete = autoDelete;
        this.internal = internal;
        this.arguments = arguments;
        this.surroundings = surroundings;
        this.routesTopics = type.routingType(arguments) == ExchangeType.TOPIC;
        this.deduplication = type.deduplication(arguments, surroundings).orElse(null);
        this.router = type.newRouter(arguments, surroundings);
        this.stats = new ExchangeStats(surroundings.scope());
        apply(ExchangeSettings.NONE);
    }

    private Exchange(Router router, Scope scope) {
        this.name = "";
        this.type = ExchangeType.DIRECT;
        this.durable = true;
        this.autoDelete = false;
        this.internal = false;
        this.arguments = FieldTable.EMPTY;
        this.surroundings = Surroundings.NONE;
        this.routesTopics = false;
        this.router = router;
        this.stats = new ExchangeStats(scope);
        this.deduplication = null;
        this.step = router;
    }

    /**
     * The exchange without a name, to which every queue is bound by its own.
     *
     * @param queues finds a queue by its name, or null
     */
    public static Exchange defaultExchange(Function<String, ? extends Destination> queues) {
        return defaultExchange(queues, Scope.UNWATCHED);
    }

    /** As {@link #defaultExchange(Function)}, one whose messages are counted. */
    public static Exchange defaultExchange(Function<String, ? extends Destination> queues, Scope scope) {
        return new Exchange(new DefaultRouter(queues), scope);
    }

    @Override public String name() {
        return name;
    }

    /** What has been published to it. */
    public ExchangeStats stats() {
        return stats;
    }

    public ExchangeType type() {
        return type;
    }

    /** Whether its routing keys are topics, on which there may be permissions. */
    public boolean routesTopics() {
        return routesTopics;
    }

    @Override public boolean isDurable() {
        return durable;
    }

    public boolean isAutoDelete() {
        return autoDelete;
    }

    /** Whether only other exchanges may hand it messages. */
    public boolean isInternal() {
        return internal;
    }

    public FieldTable arguments() {
        return arguments;
    }

    /** The bindings it is the source of: a live view that anyone may read. */
    public Collection<Binding> bindings() {
        return Collections.unmodifiableSet(bindings);
    }

    /** Follows new settings, from the next message on. What waits already goes on waiting. */
    public void apply(ExchangeSettings wanted) {
        RoutingStep built = wanted.alternateExchange()
                .<RoutingStep>map(alternate -> new AlternateStep(router, alternate, surroundings))
                .orElse(router);
        if (delays(wanted)) {
            openHoldingQueue();
            built = new DelayStep(built, holdingQueue);
        }
        settings = wanted;
        step = built;
    }

    private boolean delays(ExchangeSettings said) {
        return type == ExchangeType.DELAYED || said.delays();
    }

    /** It may have held something before the broker was stopped, whether it is to delay anything now or not. */
    public void openHoldingQueue() {
        if (holdingQueue == null) holdingQueue = surroundings.holdingQueue();
    }

    /** It was opened for nothing: the exchange is not to delay after all. */
    public void closeHoldingQueue() {
        holdingQueue = null;
    }

    /** What it is told now: by its arguments, and by policies. */
    public ExchangeSettings settings() {
        return settings;
    }

    public int bindingCount() {
        return bindings.size();
    }

    /** Whether the binding is new; an equal one is kept once. Throws PRECONDITION_FAILED if it makes no sense for this type. */
    public boolean bind(Binding binding) {
        return bind(binding, missed -> { });
    }

    /**
     * As {@link #bind(Binding)}.
     *
     * @param late told what a new binding's destination is to get from before, the oldest first; nearly always nothing
     */
    public boolean bind(Binding binding, Consumer<List<Message>> late) {
        if (bindings.contains(binding)) return false;
        List<Message> missed = router.bindLate(binding);
        bindings.add(binding);
        late.accept(missed);
        return true;
    }

    /** Whether there was such a binding. */
    public boolean unbind(Binding binding) {
        if (!bindings.remove(binding)) return false;
        router.unbind(binding);
        return true;
    }

    /**
     * Adds the queues the message reaches from here, through however many exchanges. Each exchange is visited once per message,
     * so bindings may go round in circles; and one after the other, not by recursion, so a chain may be of any length.
     */
    public void route(Message message, Matches<?> matches) {
        matches.visit(this);
        routeOn(message, matches);
    }

    /** As {@link #route}, for a message that the exchange has held back: it is not to be taken for its own duplicate. */
    public void routeDelayed(Message message, Matches<?> matches) {
        matches.visit(this);
        matches.nextExchange();
        step.route(message, matches);
        routeOn(message, matches);
    }

    /** A key that is new is known at once, so that of two at a time one is the duplicate; unless it led nowhere. */
    private static void routeOn(Message message, Matches<?> matches) {
        boolean arrived = false;
        try {
            for (Exchange next = matches.nextExchange(); next != null; next = matches.nextExchange()) {
                next.routeFromHere(message, matches);
            }
            arrived = !matches.isEmpty();
        } finally {
            if (!arrived) matches.forgetNewKeys();
        }
    }

    private void routeFromHere(Message message, Matches<?> matches) {
        Tap onlooker = tap;
        if (onlooker != null) onlooker.passed(message);
        if (deduplication != null && deduplication.isDuplicate(message, matches)) matches.noteDuplicate();
        else step.route(message, matches);
    }

    /** Shows somebody all that comes here, published or from other exchanges. */
    public synchronized void add(Tap added) {
        tap = Tap.with(tap, added);
    }

    public synchronized void remove(Tap gone) {
        tap = Tap.without(tap, gone);
    }

    /**
     * What would become of a message here; nothing comes of asking.
     *
     * @param hasWaited whether the exchange has held it back already
     */
    public Inspection inspect(Message message, boolean hasWaited) {
        return new Inspection(this, router, settings, fate(message, hasWaited), message);
    }

    private Inspection.Fate fate(Message message, boolean hasWaited) {
        if (!hasWaited && deduplication != null && deduplication.knows(message)) return Inspection.Fate.DUPLICATE;
        if (delays(settings) && message.delay() > 0) return Inspection.Fate.HELD;
        return router.isPredictable() ? Inspection.Fate.ROUTED : Inspection.Fate.ONE_AT_RANDOM;
    }

    @Override public String toString() {
        return type + " exchange '" + name + "'";
    }
}
