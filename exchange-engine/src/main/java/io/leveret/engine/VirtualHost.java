package io.leveret.engine;

import static io.leveret.engine.access.Operation.CONFIGURE;
import static io.leveret.engine.access.Operation.READ;
import static io.leveret.engine.access.Rights.Kind.EXCHANGE;
import static io.leveret.engine.access.Rights.Kind.QUEUE;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueLevel;
import io.leveret.engine.queue.QueueOwner;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.settings.Parameter;
import io.leveret.engine.settings.Parameters;
import io.leveret.engine.settings.Policies;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.stats.Scope;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.view.ClientConnection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A namespace of exchanges, queues and bindings. Callable from any thread: looking things up and routing take no lock,
 * changes are made one at a time under the virtual host's own. A change is in force for everybody when its method
 * returns, and durable when a task given to {@link #whenStored} after that runs.
 */
public final class VirtualHost {

    private final String name;
    private final Tally tally;
    private final Records records;
    private final Policies policies = new Policies();
    private final Parameters parameters = new Parameters();
    private final ChangeLock changes;
    private final UnusedQueues unused = new UnusedQueues();
    private final Queues queues;
    private final Exchanges exchanges;
    private final EntityEvents events;
    private final Topology topology;
    private final VirtualHostPolicies policyChanges;
    private final DirectReplies directReplies = new DirectReplies();
    private final Tracing tracing;
    private final VirtualHostProperties properties;

    /** One on its own. */
    VirtualHost(String name, CatalogStore catalog, QueueStorage storage, LongSupplier queueIds, Events allEvents) {
        this(name, catalog, storage, queueIds, allEvents, Tally.unwatched());
    }

    VirtualHost(String name, CatalogStore catalog, QueueStorage storage, LongSupplier queueIds, Events allEvents,
                Tally tally) {
        this.tally = tally;
        this.name = name;
        this.changes = new ChangeLock(name);
        this.records = new Records(name, catalog);
        this.events = new EntityEvents(name, allEvents);
        QueueOwner neighbourhood = new Neighbourhood(storage, tally.scope(), this::findExchange, unused, this::delete);
        this.queues = new Queues(name, storage.disk(), queueIds, neighbourhood, policies, events, tally.churn());
        this.exchanges = new Exchanges(name, queues::find, storage, queueIds, policies, events, tally.scope());
        this.topology = new Topology(name, queues, exchanges, events, records);
        PolicyChanges changesOfPolicies = new PolicyChanges(policies, exchanges, records);
        this.policyChanges = new VirtualHostPolicies(changesOfPolicies, changes, queues, records, events);
        this.tracing = new Tracing(name, exchanges.require(Tracing.EXCHANGE));
        this.properties = new VirtualHostProperties(changes, records, queues, tracing);
    }

    public String name() {
        return name;
    }

    /** For bringing back what the catalog holds, before anybody is let in. */
    VirtualHostRestoration restoration() {
        return new VirtualHostRestoration(policies, parameters, exchanges, queues, topology);
    }

    /** What is set for it as a whole. */
    VirtualHostProperties properties() {
        return properties;
    }

    /** Gives the virtual host the exchange to which the broker publishes what happens. */
    void predeclareEvents() {
        exchanges.predeclareEvents();
    }

    /** Where what is counted here adds up. */
    public Scope stats() {
        return tally.scope();
    }

    /** All of them; anyone may look. */
    public Collection<QueueRef> queues() {
        return queues.all();
    }

    /** The queue, or null: for whoever only looks. */
    public QueueRef findQueue(String queue) {
        return queues.find(queue);
    }

    /** All of them, with the default exchange; anyone may look. */
    public Collection<Exchange> exchanges() {
        return exchanges.all();
    }

    /** The exchange, or null: for whoever only looks. */
    public Exchange findExchange(String exchange) {
        return exchanges.find(exchange);
    }

    /** Those that lead to an exchange or queue, but for the one that every queue has to the default exchange. */
    public List<Binding> bindingsTo(Destination destination) {
        return changes.locked(() -> topology.bindingsTo(destination));
    }

    /** How many messages an exchange holds back. */
    public long delayedBy(Exchange exchange) {
        return exchanges.holdingQueue(exchange).map(queue -> queue.stats().level(QueueLevel.DELAYED)).orElse(0L);
    }

    /** Who declared an exchange, as far as that is known; RabbitMQ's name for the broker for all others. */
    public String declarer(Exchange exchange) {
        return exchanges.declarer(exchange);
    }

    /** Where an exchange holds what it delays, once it has delayed anything. */
    public Optional<QueueRef> holdingQueue(Exchange exchange) {
        return exchanges.holdingQueue(exchange);
    }

    public DirectReplies directReplies() {
        return directReplies;
    }

    public Tracing tracing() {
        return tracing;
    }

    /** @throws AmqpException 404 when there is none of that name; the empty name is the default exchange */
    public Exchange exchange(String exchange) {
        return exchanges.require(exchange);
    }

    /**
     * The queue, to read from it.
     *
     * @throws AmqpException 403, 404, or 405 when the queue is exclusive to another connection
     */
    public QueueRef queue(String queue, ClientConnection client) {
        client.rights().require(READ, QUEUE, queue);
        return queues.require(queue, client);
    }

    /** Runs the task when every change made so far is durable: at once, or later on any thread. */
    public void whenStored(Runnable task) {
        records.whenStored(task);
    }

    /**
     * @param home the loop for what the exchange does in its own time: some types delay messages
     * @throws AmqpException 403 for a name that is not to be had, 406 for an unknown type or another exchange
     */
    public void declareExchange(ExchangeDeclaration declaration, ClientConnection client, Loop home) {
        changed(client, () -> topology.declare(declaration, client, home)).ifPresent(records::tellWhenStored);
    }

    /**
     * Checks that an exchange is there, as a passive declare does.
     *
     * @throws AmqpException 403 for the default exchange, 404
     */
    public void requireExchange(String exchange, ClientConnection client) {
        String wanted = EntityNames.clean(exchange);
        Exchanges.requireNotDefault(wanted);
        client.rights().requireAny(EXCHANGE, wanted);
        exchanges.require(wanted);
    }

    /** Deletes the exchange, if it is there, with its bindings in both directions. */
    public void deleteExchange(String exchange, boolean ifUnused, ClientConnection client) {
        changed(client, () -> {
            exchanges.findDeletable(EntityNames.clean(exchange), ifUnused, client.rights()).ifPresent(topology::remove);
            return null;
        });
    }

    /** @throws AmqpException 403 for a reserved name, 405 or 406 when the queue exists and is another */
    public QueueRef declareQueue(QueueDeclaration declaration, ClientConnection client, Loop home) {
        QueueDeclaration named = declaration.named(queues.nameFor(declaration.name()))
            .withDefaultType(description().defaultQueueType());
        client.rights().require(CONFIGURE, QUEUE, named.name());
        QueueRef queue = changed(client, () -> topology.declare(named, client, home));
        records.tellWhenStored(queue);
        return queue;
    }

    /**
     * Checks that a queue is there, as a passive declare does.
     *
     * @throws AmqpException 404, 405
     */
    public QueueRef requireQueue(String queue, ClientConnection client) {
        String wanted = EntityNames.clean(queue);
        client.rights().requireAny(QUEUE, wanted);
        return queues.require(wanted, client);
    }

    /** Answers with the number of messages that were ready; 0 when there is no such queue, which is no error. */
    public void deleteQueue(String queue, boolean ifUnused, boolean ifEmpty, ClientConnection client,
                            Answer<Long> answer) {
        String wanted = EntityNames.clean(queue);
        client.rights().require(CONFIGURE, QUEUE, wanted);
        QueueRef found = queues.find(wanted);
        if (found == null) {
            answer.completed(0L);
            return;
        }
        found.requireAccess(client);
        found.delete(ifUnused, ifEmpty, () -> remove(found, client.userName()), answer);
    }

    /**
     * Has a queue hand out nothing, or go on, from now on and after a restart.
     *
     * @throws AmqpException 403, 404
     */
    public void pauseQueue(String queue, boolean wanted, ClientConnection client) {
        client.rights().require(CONFIGURE, QUEUE, queue);
        changed(client, () -> {
            topology.pause(queue, wanted, client);
            return null;
        });
    }

    /**
     * Deletes the queues that are exclusive to a connection, so many at a time that others have their turn on its loop.
     *
     * @param then run when their names are free, and those of queues there that nobody uses any more: at once, or later on that loop
     */
    public void deleteExclusiveQueues(ClientConnection client, Loop loop, Runnable then) {
        unused.delete(changes.locked(() -> queues.exclusiveTo(client)).iterator(), loop, this::delete, then);
    }

    /**
     * @return what the queue is to get from before
     * @throws AmqpException 404, 403 for the default exchange, 405 for a locked queue, 406 for bad arguments
     */
    public CatchUp bindQueue(String queue, String exchange, String key, FieldTable arguments, ClientConnection client) {
        String target = EntityNames.clean(queue);
        String source = EntityNames.clean(exchange);
        return changed(client, () -> {
            exchanges.requireBindable(QUEUE, target, source, key, client.rights()); // the source as it is now
            return topology.bind(exchanges.require(source), queues.require(target, client), key, arguments);
        });
    }

    /** Does nothing when there is no such binding, queue or exchange. */
    public void unbindQueue(String queue, String exchange, String key, FieldTable arguments, ClientConnection client) {
        String target = EntityNames.clean(queue);
        String source = EntityNames.clean(exchange);
        exchanges.requireBindable(QUEUE, target, source, key, client.rights());
        changed(client, () -> {
            QueueRef destination = queues.find(target);
            if (destination != null) destination.requireAccess(client);
            topology.unbind(source, destination, key, arguments);
            return null;
        });
    }

    /**
     * @return what the destination is to get from before
     * @throws AmqpException 404, 403 for the default exchange, 406 for bad arguments
     */
    public CatchUp bindExchange(String destination, String source, String key, FieldTable arguments,
                                ClientConnection client) {
        String target = EntityNames.clean(destination);
        String from = EntityNames.clean(source);
        return changed(client, () -> {
            exchanges.requireBindable(EXCHANGE, target, from, key, client.rights());
            return topology.bind(exchanges.require(from), exchanges.require(target), key, arguments);
        });
    }

    /** Does nothing when there is no such binding or exchange. */
    public void unbindExchange(String destination, String source, String key, FieldTable arguments,
                               ClientConnection client) {
        String target = EntityNames.clean(destination);
        String from = EntityNames.clean(source);
        exchanges.requireBindable(EXCHANGE, target, from, key, client.rights());
        changed(client, () -> {
            topology.unbind(from, exchanges.findNamed(target), key, arguments);
            return null;
        });
    }

    public VirtualHostDescription description() {
        return properties.description();
    }

    public VirtualHostLimits limits() {
        return properties.limits();
    }

    /** Tells the catalog that all goes. From now on nothing new comes in, and the catalog is told nothing more. */
    void end() {
        changes.end(records::end);
    }

    /** Deletes what an ended virtual host held; not to be called under a lock, as queues act at once. */
    void deleteContents() {
        changes.locked(exchanges::takeHoldingQueues).forEach(QueueRef::delete);
        changes.locked(queues::all).forEach(this::delete);
    }

    /** The policies that hold here; to be read. */
    public Policies policies() {
        return policies;
    }

    /** What holds for the queue by its arguments and all policies. */
    public QueueSettings settingsOf(QueueRef queue) {
        return policies.settingsOf(queue.name(), QueueSettings.ofArguments(queue.arguments(), queue.description()));
    }

    public VirtualHostPolicies changePolicies() {
        return policyChanges;
    }

    /** To be read. */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * Adds or replaces a parameter.
     *
     * @throws IllegalArgumentException when its name or component is empty or longer than 255 bytes
     */
    public void setParameter(Parameter parameter) {
        EntityNames.requireUsable("component", parameter.component());
        EntityNames.requireUsable("parameter", parameter.name());
        changes.change(() -> {
            records.set(parameter);
            parameters.put(parameter);
            events.set(parameter);
        });
    }

    /** @return whether there was one */
    public boolean clearParameter(String component, String parameter) {
        return changes.change(() -> {
            Optional<Parameter> cleared = parameters.find(component, parameter);
            cleared.ifPresent(records::cleared);
            parameters.remove(component, parameter);
            cleared.ifPresent(events::cleared);
            return cleared.isPresent();
        });
    }

    /** On the broker's own account. */
    private void delete(QueueRef queue) {
        remove(queue, Events.INTERNAL);
        queue.delete();
    }

    private void remove(QueueRef queue, String user) {
        changes.locked(() -> events.by(user, () -> {
            topology.remove(queue);
            return null;
        }));
    }

    private <T> T changed(ClientConnection client, Supplier<T> change) {
        return changes.change(() -> events.by(client.userName(), change));
    }
}
