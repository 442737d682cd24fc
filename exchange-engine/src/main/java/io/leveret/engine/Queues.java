package io.leveret.engine;

import static io.leveret.engine.access.Operation.READ;
import static io.leveret.engine.access.Operation.WRITE;
import static io.leveret.engine.access.Rights.Kind.EXCHANGE;
import static io.leveret.engine.access.Rights.Kind.QUEUE;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.access.Rights;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueOwner;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Policies;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.settings.QueueType;
import io.leveret.engine.stats.Churn;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.store.MessageStore;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.view.ClientConnection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The queues of a virtual host, by name. Looked up by anybody, changed under the virtual host's lock. */
final class Queues {

    /** Arguments that a redeclaration must repeat; others are not compared, as RabbitMQ does. */
    private static final List<String> COMPARED_ARGUMENTS = QueueSettings.comparedArguments();
    private static final String DEAD_LETTER_EXCHANGE = "x-dead-letter-exchange";
    private static final String QUEUE_TYPE = "x-queue-type";
    private static final String DEFAULT_QUEUE_TYPE = "classic";

    private final String virtualHost;
    private final MessageStore messages;
    private final LongSupplier ids;
    private final QueueOwner owner;
    private final Policies policies;
    private final EntityEvents events;
    private final Churn churn;
    private final EntityNames names = new EntityNames();
    private final Map<String, QueueRef> queues = new ConcurrentHashMap<>();
    private final Map<ClientConnection, Set<QueueRef>> exclusive = new IdentityHashMap<>();
    private int mostQueues = -1;

    Queues(String virtualHost, MessageStore messages, LongSupplier ids, QueueOwner owner, Policies policies,
           EntityEvents events, Churn churn) {
        this.virtualHost = virtualHost;
        this.messages = messages;
        this.ids = ids;
        this.owner = owner;
        this.policies = policies;
        this.events = events;
        this.churn = churn;
    }

    /** @return the queue, or null: this is asked for every message that goes through the default exchange */
    QueueRef find(String name) {
        return queues.get(name);
    }

    /** @throws AmqpException 404, or 405 when the queue is exclusive to another connection */
    QueueRef require(String name, ClientConnection client) {
        QueueRef queue = queues.get(name);
        if (queue == null) throw notFound(name);
        queue.requireAccess(client);
        return queue;
    }

    AmqpException notFound(String name) {
        return new AmqpException(ReplyCode.NOT_FOUND, "no queue '" + name + "' in vhost '" + virtualHost + "'");
    }

    /**
     * The name a declaration asks for, or one made up if it leaves that to the broker.
     *
     * @throws AmqpException 403 for a reserved name
     */
    String nameFor(String wanted) {
        if (wanted.isEmpty()) return names.generateQueueName();
        String name = EntityNames.clean(wanted);
        EntityNames.requireFree("queue", name);
        return name;
    }

    /**
     * @param record is told of a new queue before anybody can find it; if it fails, there is none
     * @throws AmqpException 403, 405 when the queue is another client's, 406 when it is another or one too many
     */
    QueueRef declare(QueueDeclaration wanted, ClientConnection client, Loop home, Consumer<QueueRef> record) {
        churn.count(Metric.QUEUE_DECLARED);
        QueueRef existing = queues.get(wanted.name());
        if (existing == null) return create(wanted, client, home, record);
        requireSame(existing, wanted, client);
        return existing;
    }

    /** Not less than that of any queue there is, and less than that of any to come. */
    long newestId() {
        return ids.getAsLong();
    }

    /** One that is there. */
    void remove(QueueRef queue) {
        queues.remove(queue.name());
        events.deleted(queue);
        churn.count(Metric.QUEUE_DELETED);
        queue.exclusiveOwner().ifPresent(client -> exclusive.computeIfPresent(client, (key, owned) -> {
            owned.remove(queue);
            return owned.isEmpty() ? null : owned;
        }));
    }

    List<QueueRef> exclusiveTo(ClientConnection client) {
        return List.copyOf(exclusive.getOrDefault(client, Set.of()));
    }

    /** Has every queue follow the policies as they are now; not to be called under the lock, as queues act at once. */
    void applyPolicies() {
        for (QueueRef queue : queues.values()) {
            queue.apply(() -> policies.settingsOf(queue.name(), argumentsOf(queue.declaration())));
        }
    }

    private QueueSettings argumentsOf(QueueDeclaration declaration) {
        return QueueSettings.ofArguments(declaration.arguments(),
            "queue '" + declaration.name() + "' in vhost '" + virtualHost + "'");
    }

    List<QueueRef> all() {
        return List.copyOf(queues.values());
    }

    /** @param most less than 0 for no limit */
    void limit(int most) {
        mostQueues = most;
    }

    private QueueRef create(QueueDeclaration declaration, ClientConnection client, Loop home, Consumer<QueueRef> record) {
        requireDeadLettering(declaration, client.rights());
        Optional<ClientConnection> exclusiveOwner = declaration.exclusive() ? Optional.of(client) : Optional.empty();
        QueueSettings settings = policies.settingsOf(declaration.name(), argumentsOf(declaration));
        if (settings.type() == QueueType.QUORUM) requireFitForQuorum(declaration);
        requireRoom(declaration.name());
        QueueRef queue = open(ids.getAsLong(), declaration, exclusiveOwner, settings, home);
        if (queue.isDurable()) queue.awaitDeclaration();
        try {
            record.accept(queue);
        } catch (RuntimeException e) {
            queue.deleteLater();
            throw e;
        }
        add(queue);
        churn.count(Metric.QUEUE_CREATED);
        if (declaration.exclusive()) exclusive.computeIfAbsent(client, key -> new LinkedHashSet<>()).add(queue);
        return queue;
    }

    /** Makes a queue that the catalog holds. */
    void restore(long id, QueueDeclaration declaration, Loop home) {
        QueueSettings settings = policies.settingsOf(declaration.name(), argumentsOf(declaration));
        add(open(id, declaration, Optional.empty(), settings, home));
    }

    private QueueRef open(long id, QueueDeclaration declaration, Optional<ClientConnection> exclusiveOwner,
                          QueueSettings settings, Loop home) {
        QueueLog log = messages.open(id, declaration.isDurable(), home);
        return new QueueRef(id, virtualHost, declaration, exclusiveOwner, settings, home, log, owner);
    }

    private void add(QueueRef queue) {
        queues.put(queue.name(), queue);
        events.created(queue);
    }

    /** What dies in the queue is published to the dead-letter exchange, in effect by whoever declares the queue. */
    private static void requireDeadLettering(QueueDeclaration declaration, Rights rights) {
        Optional<FieldValue> exchange = declaration.arguments().find(DEAD_LETTER_EXCHANGE).filter(FieldValue::isString);
        if (exchange.isEmpty()) return;
        rights.require(READ, QUEUE, declaration.name());
        rights.require(WRITE, EXCHANGE, exchange.get().asText());
    }

    /** Only what is there to stay is worth replicating. */
    private void requireFitForQuorum(QueueDeclaration declaration) {
        if (EntityNames.isReserved(declaration.name())) {
            throw new AmqpException(ReplyCode.PRECONDITION_FAILED,
                "Cannot declare a server-named queue for type " + QueueType.QUORUM.module());
        }
        if (declaration.autoDelete()) throw unfit(declaration, "auto-delete");
        if (declaration.exclusive()) throw unfit(declaration, "exclusive-owner");
        if (!declaration.durable()) throw unfit(declaration, "non-durable");
    }

    private AmqpException unfit(QueueDeclaration declaration, String property) {
        return new AmqpException(ReplyCode.PRECONDITION_FAILED, "invalid property '" + property + "' for queue '"
            + declaration.name() + "' in vhost '" + virtualHost + "'");
    }

    private void requireRoom(String name) {
        if (mostQueues < 0 || queues.size() < mostQueues) return;
        throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "cannot declare queue '" + name + "': queue limit in vhost '"
            + virtualHost + "' (" + mostQueues + ") is reached");
    }

    private static void requireSame(QueueRef existing, QueueDeclaration wanted, ClientConnection client) {
        existing.requireAccess(client);
        if (existing.isExclusive() != wanted.exclusive()) throw existing.locked();
        Equivalence equivalence = new Equivalence(existing.description());
        equivalence.require("durable", wanted.isDurable(), existing.isDurable());
        equivalence.require("auto_delete", wanted.autoDelete(), existing.isAutoDelete());
        equivalence.require(QUEUE_TYPE, queueType(wanted.arguments()), queueType(existing.arguments()));
        for (String argument : COMPARED_ARGUMENTS) {
            equivalence.requireArgument(argument, wanted.arguments(), existing.arguments());
        }
    }

    /** An empty type is the default one, as if nothing had been said. */
    private static String queueType(FieldTable arguments) {
        return arguments.find(QUEUE_TYPE).map(FieldValue::asText).filter(type -> !type.isEmpty())
            .orElse(DEFAULT_QUEUE_TYPE);
    }
}
