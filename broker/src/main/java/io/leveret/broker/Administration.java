package io.leveret.broker;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.VirtualHostLimits;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.TopicPermissions;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserLimits;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The users of an embedded broker, its virtual hosts, and who may do what in them. Every change is in force when its
 * method returns, for open connections too, and outlives a restart if the broker has a data directory. Callable from any
 * thread.
 */
public final class Administration {

    private static final long PATIENCE_SECONDS = 30;

    private final Broker broker;
    private final String defaultUser;

    Administration(Broker broker, String defaultUser) {
        this.broker = broker;
        this.defaultUser = defaultUser;
    }

    /** Makes what a broker has at its very first start: a user who may do everything in the default virtual host. */
    void begin(String defaultPassword) {
        broker.begin(new User(defaultUser, broker.hash(defaultPassword), Set.of("administrator")));
        stored();
    }

    /** Adds a virtual host, which nobody may use yet; does nothing if it is there. */
    public Administration addVirtualHost(String name) {
        broker.createVirtualHost(name);
        return stored();
    }

    /** Deletes a virtual host with all that it holds, and closes its connections. */
    public Administration deleteVirtualHost(String name) {
        broker.deleteVirtualHost(name);
        return stored();
    }

    /** Adds a user, or changes password and tags of the one of that name. */
    public Administration putUser(String name, String password, String... tags) {
        broker.putUser(new User(name, broker.hash(password), Set.of(tags)));
        return stored();
    }

    /** Deletes a user with all permissions, and closes the user's connections. */
    public Administration deleteUser(String name) {
        broker.deleteUser(name);
        return stored();
    }

    /**
     * Says what a user may do in a virtual host: for each operation a regular expression that is searched for in names
     * of queues and exchanges; the empty one permits nothing.
     *
     * @throws IllegalArgumentException when one is no regular expression that can be searched for safely
     * @throws java.util.NoSuchElementException when there is no such user or virtual host
     */
    public Administration permit(String user, String virtualHost, String configure, String write, String read) {
        broker.permit(user, virtualHost, new Permissions(configure, write, read));
        return stored();
    }

    /** Shuts a user out of a virtual host. */
    public Administration removePermissions(String user, String virtualHost) {
        broker.removePermissions(user, virtualHost);
        return stored();
    }

    /** Restricts a user to certain routing keys when publishing to a topic exchange (write) and binding from it (read). */
    public Administration permitTopics(String user, String virtualHost, String exchange, String write, String read) {
        broker.permitTopics(user, virtualHost, exchange, new TopicPermissions(write, read));
        return stored();
    }

    /** Lifts what {@link #permitTopics} said. */
    public Administration removeTopicPermissions(String user, String virtualHost, String exchange) {
        broker.removeTopicPermissions(user, virtualHost, exchange);
        return stored();
    }

    /** How much a virtual host may hold at a time; 0 for nothing, less than 0 for no limit. */
    public Administration limitVirtualHost(String name, int maxConnections, int maxQueues) {
        broker.limitVirtualHost(name, new VirtualHostLimits(maxConnections, maxQueues));
        return stored();
    }

    /**
     * Copies what is published and delivered in a virtual host to its exchange {@code amq.rabbitmq.trace}, or ends that.
     *
     * @throws java.util.NoSuchElementException when there is no such virtual host
     */
    public Administration setTracing(String virtualHost, boolean on) {
        broker.traceVirtualHost(virtualHost, on);
        return stored();
    }

    /** How much a user may have open at a time; 0 for nothing, less than 0 for no limit. */
    public Administration limitUser(String user, int maxConnections, int maxChannels) {
        broker.limitUser(user, new UserLimits(maxConnections, maxChannels));
        return stored();
    }

    /**
     * Adds or replaces a policy; queues and exchanges that are there follow it at once.
     *
     * @param pattern    a regular expression that is searched for in names
     * @param appliesTo  {@code all}, {@code queues}, {@code exchanges}, {@code classic_queues} or {@code quorum_queues}
     * @param priority   where several policies match, the one with the highest holds, alone
     * @param definition keys and values as in RabbitMQ's API: texts, whole numbers and booleans
     * @throws io.leveret.engine.settings.InvalidPolicyException when it will not do
     * @throws java.util.NoSuchElementException when there is no such virtual host
     */
    public Administration setPolicy(String virtualHost, String name, String pattern, String appliesTo, int priority,
                                    Map<String, ?> definition) {
        existing(virtualHost).setPolicy(new Policy(name, NamePattern.of(pattern), AppliesTo.named(appliesTo), priority,
            PolicyDefinition.ofUser(table(definition))));
        return stored();
    }

    /** Removes a policy; what it said holds no longer. */
    public Administration clearPolicy(String virtualHost, String name) {
        existing(virtualHost).clearPolicy(name);
        return stored();
    }

    /** As {@link #setPolicy}, for limits that users' own policies cannot loosen. */
    public Administration setOperatorPolicy(String virtualHost, String name, String pattern, String appliesTo,
                                            int priority, Map<String, ?> definition) {
        existing(virtualHost).setOperatorPolicy(new Policy(name, NamePattern.of(pattern), AppliesTo.named(appliesTo),
            priority, PolicyDefinition.ofOperator(table(definition))));
        return stored();
    }

    /** Removes an operator's policy. */
    public Administration clearOperatorPolicy(String virtualHost, String name) {
        existing(virtualHost).clearOperatorPolicy(name);
        return stored();
    }

    /** Waits until what was changed is on disk, if the broker keeps anything there. */
    private Administration stored() {
        CountDownLatch stored = new CountDownLatch(1);
        broker.whenStored(stored::countDown);
        try {
            if (stored.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) return this;
            throw new IllegalStateException("the change is in force, but not stored: it may be gone after a restart");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the change was stored", e);
        }
    }

    private VirtualHost existing(String virtualHost) {
        return broker.virtualHosts().stream().filter(host -> host.name().equals(virtualHost)).findAny()
            .orElseThrow(() -> new NoSuchElementException("no virtual host '" + virtualHost + "'"));
    }

    private static FieldTable table(Map<String, ?> definition) {
        FieldTable table = FieldTable.EMPTY;
        for (Map.Entry<String, ?> entry : definition.entrySet()) table = table.with(entry.getKey(), value(entry.getValue()));
        return table;
    }

    private static FieldValue value(Object value) {
        if (value instanceof String text) return FieldValue.longString(text);
        if (value instanceof Boolean truth) return FieldValue.bool(truth);
        if (value instanceof Integer || value instanceof Long) return FieldValue.longInt(((Number) value).longValue());
        throw new IllegalArgumentException("a policy holds texts, whole numbers and booleans, not " + value);
    }

    /** Does nothing when the default user has been deleted. */
    Administration permitDefaultUser(String virtualHost) {
        if (broker.users().find(defaultUser).isPresent()) broker.permit(defaultUser, virtualHost, Permissions.all());
        return stored();
    }
}
