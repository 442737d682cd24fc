package io.leveret.broker;

import static java.util.Objects.requireNonNull;

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
import io.leveret.engine.settings.Parameter;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The users of an embedded broker, its virtual hosts, and who may do what in them. Every change is in force when its
 * method returns, for open connections too, and outlives a restart if the broker has a data directory. What is deleted,
 * removed or cleared need not be there. Names are 1 to 255 bytes long in UTF-8. Callable from any thread.
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

    /**
     * Adds a virtual host, which nobody may use yet; does nothing if it is there.
     *
     * @throws IllegalArgumentException when the name is empty or too long
     */
    public Administration addVirtualHost(String name) {
        broker.createVirtualHost(requireNonNull(name, "name"));
        return stored();
    }

    /** Deletes a virtual host with all that it holds, and closes its connections; does nothing if it is not there. */
    public Administration deleteVirtualHost(String name) {
        broker.deleteVirtualHost(requireNonNull(name, "name"));
        return stored();
    }

    /**
     * Adds a user. One of that name gets this password and exactly these tags instead of its own, and keeps permissions
     * and limits; {@link #setPassword} and {@link #setTags} change one of the two.
     *
     * @throws IllegalArgumentException when the name is empty or too long
     */
    public Administration putUser(String name, String password, String... tags) {
        requireNonNull(name, "name");
        requireNonNull(password, "password");
        broker.putUser(new User(name, broker.hash(password), set(tags)));
        return stored();
    }

    /**
     * Changes a user's password, and nothing else. Open connections stay open.
     *
     * @throws java.util.NoSuchElementException when there is no such user
     */
    public Administration setPassword(String user, String password) {
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        broker.setPassword(user, broker.hash(password));
        return stored();
    }

    /**
     * Gives a user these tags instead of those it has; none takes them all away.
     *
     * @throws java.util.NoSuchElementException when there is no such user
     */
    public Administration setTags(String user, String... tags) {
        broker.setTags(requireNonNull(user, "user"), set(tags));
        return stored();
    }

    /** Deletes a user with all permissions, and closes the user's connections; does nothing if there is no such user. */
    public Administration deleteUser(String name) {
        broker.deleteUser(requireNonNull(name, "name"));
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
        requireNonNull(user, "user");
        requireNonNull(virtualHost, "virtualHost");
        requireNonNull(configure, "configure");
        requireNonNull(write, "write");
        requireNonNull(read, "read");
        broker.permit(user, virtualHost, new Permissions(configure, write, read));
        return stored();
    }

    /** Shuts a user out of a virtual host; does nothing if it has no permissions there, or one of them is not there. */
    public Administration removePermissions(String user, String virtualHost) {
        broker.removePermissions(requireNonNull(user, "user"), requireNonNull(virtualHost, "virtualHost"));
        return stored();
    }

    /**
     * Restricts a user to certain routing keys when publishing to a topic exchange (write) and binding from it (read). The
     * exchange need not be there yet.
     *
     * @throws IllegalArgumentException when one is no regular expression that can be searched for safely
     * @throws java.util.NoSuchElementException when there is no such user or virtual host
     */
    public Administration permitTopics(String user, String virtualHost, String exchange, String write, String read) {
        requireNonNull(user, "user");
        requireNonNull(virtualHost, "virtualHost");
        requireNonNull(exchange, "exchange");
        requireNonNull(write, "write");
        requireNonNull(read, "read");
        broker.permitTopics(user, virtualHost, exchange, new TopicPermissions(write, read));
        return stored();
    }

    /** Lifts what {@link #permitTopics} said; does nothing if it said nothing. */
    public Administration removeTopicPermissions(String user, String virtualHost, String exchange) {
        requireNonNull(user, "user");
        requireNonNull(virtualHost, "virtualHost");
        requireNonNull(exchange, "exchange");
        broker.removeTopicPermissions(user, virtualHost, exchange);
        return stored();
    }

    /**
     * How much a virtual host may hold at a time; 0 for nothing, less than 0 for no limit.
     *
     * @throws java.util.NoSuchElementException when there is no such virtual host
     */
    public Administration limitVirtualHost(String name, int maxConnections, int maxQueues) {
        broker.limitVirtualHost(requireNonNull(name, "name"), new VirtualHostLimits(maxConnections, maxQueues));
        return stored();
    }

    /**
     * Copies what is published and delivered in a virtual host to its exchange {@code amq.rabbitmq.trace}, or ends that.
     *
     * @throws java.util.NoSuchElementException when there is no such virtual host
     */
    public Administration setTracing(String virtualHost, boolean on) {
        broker.traceVirtualHost(requireNonNull(virtualHost, "virtualHost"), on);
        return stored();
    }

    /**
     * How much a user may have open at a time; 0 for nothing, less than 0 for no limit.
     *
     * @throws java.util.NoSuchElementException when there is no such user
     */
    public Administration limitUser(String user, int maxConnections, int maxChannels) {
        broker.limitUser(requireNonNull(user, "user"), new UserLimits(maxConnections, maxChannels));
        return stored();
    }

    /**
     * Adds or replaces a policy; queues and exchanges that are there follow it at once. What it may say is in
     * {@code docs/policies.md}.
     *
     * @param pattern    a regular expression that is searched for in names
     * @param appliesTo  {@code all}, {@code queues}, {@code exchanges}, {@code classic_queues}, {@code quorum_queues}, or
     *                   {@code streams}, of which there are none
     * @param priority   where several policies match, the one with the highest holds, alone
     * @param definition keys and values as in RabbitMQ's API: texts, whole numbers and booleans
     * @throws io.leveret.engine.settings.InvalidPolicyException when it will not do
     * @throws IllegalArgumentException when the name is empty or too long, or a value of another kind
     * @throws java.util.NoSuchElementException when there is no such virtual host
     */
    public Administration setPolicy(String virtualHost, String name, String pattern, String appliesTo, int priority,
                                    Map<String, ?> definition) {
        VirtualHost host = existing(virtualHost);
        host.changePolicies().set(policy(name, pattern, appliesTo, priority, PolicyDefinition.ofUser(table(definition))));
        return stored();
    }

    /**
     * Removes a policy; what it said holds no longer. Does nothing if it is not there.
     *
     * @throws java.util.NoSuchElementException when there is no such virtual host
     */
    public Administration clearPolicy(String virtualHost, String name) {
        existing(virtualHost).changePolicies().clear(requireNonNull(name, "name"));
        return stored();
    }

    /** As {@link #setPolicy}, for limits that users' own policies cannot loosen. */
    public Administration setOperatorPolicy(String virtualHost, String name, String pattern, String appliesTo,
                                            int priority, Map<String, ?> definition) {
        VirtualHost host = existing(virtualHost);
        host.changePolicies().setOperators(policy(name, pattern, appliesTo, priority, PolicyDefinition.ofOperator(table(definition))));
        return stored();
    }

    /**
     * Removes an operator's policy. Does nothing if it is not there.
     *
     * @throws java.util.NoSuchElementException when there is no such virtual host
     */
    public Administration clearOperatorPolicy(String virtualHost, String name) {
        existing(virtualHost).changePolicies().clearOperators(requireNonNull(name, "name"));
        return stored();
    }

    /**
     * Sets a parameter of a component in a virtual host, or replaces it. The broker keeps it for whoever asks.
     *
     * @param value as in JSON: null, a text, a number, a boolean, a list, or a map whose keys are texts
     * @throws IllegalArgumentException when a name is empty or too long, or a value of another kind
     * @throws java.util.NoSuchElementException when there is no such virtual host
     */
    public Administration setParameter(String virtualHost, String component, String name, Object value) {
        requireNonNull(component, "component");
        requireNonNull(name, "name");
        existing(virtualHost).setParameter(new Parameter(component, name, JsonValues.of(value)));
        return stored();
    }

    /**
     * Removes a parameter. Does nothing if it is not there.
     *
     * @throws java.util.NoSuchElementException when there is no such virtual host
     */
    public Administration clearParameter(String virtualHost, String component, String name) {
        existing(virtualHost).clearParameter(requireNonNull(component, "component"), requireNonNull(name, "name"));
        return stored();
    }

    /** As {@link #setParameter}, for the broker as a whole: {@code cluster_name} is one. */
    public Administration setGlobalParameter(String name, Object value) {
        broker.parameters().set(requireNonNull(name, "name"), JsonValues.of(value));
        return stored();
    }

    /** Removes a global parameter. Does nothing if it is not there. */
    public Administration clearGlobalParameter(String name) {
        broker.parameters().clear(requireNonNull(name, "name"));
        return stored();
    }

    /** The global parameters by name, with values as in JSON. */
    public Map<String, Object> globalParameters() {
        return JsonValues.map(broker.parameters().all());
    }

    /**
     * The parameters of a component in a virtual host by name, with values as in JSON.
     *
     * @throws java.util.NoSuchElementException when there is no such virtual host
     */
    public Map<String, Object> parameters(String virtualHost, String component) {
        Map<String, FieldValue> values = new LinkedHashMap<>();
        for (Parameter parameter : existing(virtualHost).parameters().all()) {
            if (parameter.component().equals(component)) values.put(parameter.name(), parameter.value());
        }
        return JsonValues.map(values);
    }

    /** Waits until what was changed is on disk, if the broker keeps anything there. */
    Administration stored() {
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
        return broker.existingVirtualHost(requireNonNull(virtualHost, "virtualHost"));
    }

    private static Policy policy(String name, String pattern, String appliesTo, int priority, PolicyDefinition definition) {
        return new Policy(requireNonNull(name, "name"), NamePattern.of(requireNonNull(pattern, "pattern")),
            AppliesTo.named(requireNonNull(appliesTo, "appliesTo")), priority, definition);
    }

    private static Set<String> set(String[] tags) {
        for (String tag : requireNonNull(tags, "tags")) requireNonNull(tag, "tag");
        return Set.copyOf(List.of(tags));
    }

    private static FieldTable table(Map<String, ?> definition) {
        FieldTable table = FieldTable.EMPTY;
        for (Map.Entry<String, ?> entry : requireNonNull(definition, "definition").entrySet()) {
            table = table.with(requireNonNull(entry.getKey(), "key"), value(entry.getValue()));
        }
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
