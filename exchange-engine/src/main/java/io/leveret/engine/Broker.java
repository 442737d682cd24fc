package io.leveret.engine;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.PermissionTable;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.TopicPermissions;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserDirectory;
import io.leveret.engine.access.UserLimits;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.loop.SteadyMillis;
import io.leveret.engine.loop.StandStill;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.stats.Sampler;
import io.leveret.engine.stats.Scope;
import io.leveret.engine.store.CatalogContents;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.view.ClientConnection;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A broker: its virtual hosts, and who may do what in them. Callable from any thread. Changes are made one at a time,
 * and are in force when their method returns, for connections that are open as well.
 */
public final class Broker {

    /** The virtual host that every broker has from the start. */
    public static final String DEFAULT_VIRTUAL_HOST = "/";

    /**
     * What holds for logins.
     *
     * @param loopbackUsers who may log in from this machine only
     * @param hashing       how new passwords are kept
     */
    public record Admission(Set<String> loopbackUsers, HashAlgorithm hashing, NodeLimits limits) {

        /** @param maxConnections less than 0 for as many as there are */
        public Admission(Set<String> loopbackUsers, HashAlgorithm hashing, int maxConnections) {
            this(loopbackUsers, hashing, NodeLimits.ofConnections(maxConnections));
        }
    }

    private final CatalogStore catalog;
    private final AccessRecords records;
    private final QueueStorage storage;
    private final HashAlgorithm hashing;
    private final UserDirectory users;
    private final PermissionTable permissions = new PermissionTable();
    private final Sessions sessions;
    private final Events events = new Events(Clock.systemUTC());
    private final Sampler sampler;
    private final Scope stats;
    private final BrokerEvents told = new BrokerEvents(events);
    private final Reception reception = new Reception(events);
    private final GlobalParameters parameters;
    private final VirtualHosts virtualHosts;

    /** A broker with the default virtual host and no users; it does not close the stores. */
    public Broker(Admission admission, CatalogStore catalog, QueueStorage storage) {
        this(admission, catalog, storage, 0, new SteadyMillis());
        createVirtualHost(DEFAULT_VIRTUAL_HOST);
    }

    private Broker(Admission admission, CatalogStore catalog, QueueStorage storage, long highestQueueId, LongSupplier clock) {
        this.sampler = new Sampler(clock);
        this.stats = Scope.of(sampler);
        this.catalog = catalog;
        this.records = new AccessRecords(catalog);
        this.parameters = new GlobalParameters(catalog, told);
        this.storage = storage;
        this.hashing = admission.hashing();
        this.users = new UserDirectory(admission.loopbackUsers(), hashing);
        this.sessions = new Sessions(admission.limits(), users, permissions, events, stats.churn());
        this.virtualHosts = new VirtualHosts(catalog, storage, new AtomicLong(highestQueueId)::incrementAndGet, events, told, stats);
    }

    /**
     * A broker with all that a catalog held, and nothing else; it does not close the stores. Nothing happens in it before all
     * of that is back: a message whose time has come while the broker was down would not find its queues.
     *
     * @param loops given in turn to the queues that come back; what is counted has the time of the first
     */
    public static Broker restored(Admission admission, CatalogStore catalog, QueueStorage storage, CatalogContents contents,
                                  List<Loop> loops) {
        Broker broker = new Broker(admission, catalog, storage, contents.highestQueueId(), loops.get(0)::millis);
        StandStill still = StandStill.of(loops);
        try {
            broker.virtualHosts.restore(new Restoration(broker.users, broker.permissions, broker.parameters,
                broker.virtualHosts::made, loops).of(contents.changes()));
            storage.disk().restored();
        } finally {
            still.end();
        }
        broker.virtualHosts.beginEvents(); // not before: what comes back is no event
        return broker;
    }

    /** Gives a broker without anything what every one has at first: a virtual host, and a user who may do everything in it. */
    public synchronized void begin(User first) {
        Permissions all = Permissions.all();
        records.begun(DEFAULT_VIRTUAL_HOST, first, all);
        virtualHosts.add(DEFAULT_VIRTUAL_HOST);
        users.put(first);
        permissions.put(first.name(), DEFAULT_VIRTUAL_HOST, all);
    }

    /** Runs the task when every change made so far is durable: at once, or later on any thread. */
    public void whenStored(Runnable task) {
        List<VirtualHost> all = List.copyOf(virtualHosts.all());
        AtomicInteger missing = new AtomicInteger(1 + all.size());
        Runnable oneLess = () -> {
            if (missing.decrementAndGet() == 0) task.run();
        };
        catalog.whenStored(oneLess);
        all.forEach(virtualHost -> virtualHost.whenStored(oneLess)); // they have each a line of changes
    }

    /** Where the messages of its queues may be. */
    public QueueStorage storage() {
        return storage;
    }

    /** What is set for the broker as a whole. */
    public GlobalParameters parameters() {
        return parameters;
    }

    /** Where everything that is counted adds up. */
    public Scope stats() {
        return stats;
    }

    /** To be made to come round every few seconds. */
    public Sampler sampler() {
        return sampler;
    }

    // ---- connections

    /** All that are open. */
    public Map<Session, ClientConnection> clients() {
        return sessions.all();
    }

    /** To be read. */
    public UserDirectory users() {
        return users;
    }

    /** Where clients are until they are let in. */
    public Reception reception() {
        return reception;
    }

    /**
     * Lets a client into a virtual host, until it ends the session.
     *
     * @throws AmqpException 530 when there is no such virtual host, none for this user, or no room
     */
    public Session open(ClientConnection client, User user, String virtualHost) {
        return sessions.open(client, user, virtualHost, this::virtualHost);
    }

    /** @return how many there were */
    public int closeClients(Predicate<Session> concerned, String reason) {
        List<ClientConnection> found = sessions.clients(concerned);
        found.forEach(client -> client.close(reason));
        return found.size();
    }

    // ---- virtual hosts

    /** @throws AmqpException 530 when there is none of that name */
    public VirtualHost virtualHost(String name) {
        return virtualHosts.require(name);
    }

    /** @throws NoSuchElementException when there is none of that name */
    public VirtualHost existingVirtualHost(String name) {
        return virtualHosts.existing(name);
    }

    public Optional<VirtualHost> findVirtualHost(String name) {
        return Optional.ofNullable(virtualHosts.find(name));
    }

    public Collection<VirtualHost> virtualHosts() {
        return virtualHosts.all();
    }

    /**
     * @return whether it is new
     * @throws IllegalArgumentException when the name is empty or longer than 255 bytes
     */
    public synchronized boolean createVirtualHost(String name) {
        EntityNames.requireUsable("virtual host", name);
        return virtualHosts.create(name);
    }

    /**
     * Deletes a virtual host with all that it holds; its connections are closed.
     *
     * @return whether there was one
     */
    public boolean deleteVirtualHost(String name) {
        VirtualHost virtualHost = removeVirtualHost(name);
        if (virtualHost == null) return false;
        virtualHost.deleteContents();
        closeClients(session -> session.virtualHost() == virtualHost, "vhost '" + name + "' is deleted");
        told.virtualHostDeleted(virtualHost);
        return true;
    }

    /** @return what is out of everybody's reach now, or null when there was nothing of the name */
    private synchronized VirtualHost removeVirtualHost(String name) {
        VirtualHost removed = virtualHosts.remove(name);
        if (removed != null) permissions.removeVirtualHost(name);
        return removed;
    }

    /** @throws NoSuchElementException when there is no such virtual host */
    public void limitVirtualHost(String name, VirtualHostLimits limits) {
        limitVirtualHost(name, before -> limits);
    }

    /**
     * Changes limits depending on what they are, while nobody else does.
     *
     * @return what they were
     * @throws NoSuchElementException when there is no such virtual host
     */
    public synchronized VirtualHostLimits limitVirtualHost(String name, UnaryOperator<VirtualHostLimits> change) {
        return virtualHosts.limit(name, change);
    }

    /**
     * Copies what is published and delivered in a virtual host to {@code amq.rabbitmq.trace}, or ends that.
     *
     * @throws NoSuchElementException when there is no such virtual host
     */
    public synchronized void traceVirtualHost(String name, boolean on) {
        virtualHosts.trace(name, on);
    }

    /**
     * Says of a virtual host what people want to have said.
     *
     * @throws NoSuchElementException when there is no such virtual host
     */
    public synchronized void describeVirtualHost(String name, VirtualHostDescription description) {
        existingVirtualHost(name).properties().describe(description);
    }

    // ---- users

    /** Hashes a password as this broker keeps them; may take a while. */
    public PasswordHash hash(String password) {
        return PasswordHash.of(hashing, password);
    }

    /**
     * Adds a user, or changes password and tags of the one of that name.
     *
     * @throws IllegalArgumentException when the name is empty or longer than 255 bytes
     */
    public synchronized void putUser(User user) {
        EntityNames.requireUsable("user", user.name());
        Optional<User> before = users.find(user.name());
        replace(user);
        told.put(user, before);
    }

    /** @throws NoSuchElementException when there is no such user */
    public synchronized void setPassword(String user, PasswordHash password) {
        User changed = existingUser(user).withPassword(password);
        replace(changed);
        told.passwordChanged(changed);
    }

    /** @throws NoSuchElementException when there is no such user */
    public synchronized void setTags(String user, Set<String> tags) {
        User changed = existingUser(user).withTags(tags);
        replace(changed);
        told.tagsSet(changed);
    }

    private void replace(User user) {
        records.put(user);
        users.put(user);
    }

    /**
     * Deletes a user with all permissions; the user's connections are closed.
     *
     * @return whether there was one
     */
    public synchronized boolean deleteUser(String name) {
        if (users.find(name).isEmpty()) return false;
        records.userDeleted(name);
        users.remove(name);
        permissions.removeUser(name);
        sessions.clients(session -> session.user().equals(name))
            .forEach(client -> client.close("user '" + name + "' is deleted"));
        told.userDeleted(name);
        return true;
    }

    /** @throws NoSuchElementException when there is no such user */
    public void limitUser(String user, UserLimits limits) {
        limitUser(user, before -> limits);
    }

    /**
     * Changes limits depending on what they are, while nobody else does.
     *
     * @throws NoSuchElementException when there is no such user
     */
    public synchronized void limitUser(String user, UnaryOperator<UserLimits> change) {
        existingUser(user);
        UserLimits limits = change.apply(users.limits(user));
        records.limited(user, limits);
        users.limit(user, limits);
        told.limited(user, limits);
    }

    // ---- permissions

    /** To be read. */
    public PermissionTable permissions() {
        return permissions;
    }

    /** @throws NoSuchElementException when there is no such user or virtual host */
    public synchronized void permit(String user, String virtualHost, Permissions granted) {
        requireBoth(user, virtualHost);
        records.permitted(user, virtualHost, granted);
        permissions.put(user, virtualHost, granted);
        told.permitted(user, virtualHost, granted);
    }

    /** Shuts a user out of a virtual host; connections that are open may do nothing more there. */
    public synchronized void removePermissions(String user, String virtualHost) {
        if (permissions.find(user, virtualHost).isEmpty()) return;
        records.permissionsRemoved(user, virtualHost);
        permissions.remove(user, virtualHost);
        told.permissionsRemoved(user, virtualHost);
    }

    /**
     * @throws NoSuchElementException when there is no such user or virtual host
     * @throws IllegalArgumentException when their names make something of an expression that is none
     */
    public synchronized void permitTopics(String user, String virtualHost, String exchange, TopicPermissions granted) {
        requireBoth(user, virtualHost);
        granted.requireExpandable(user, virtualHost);
        records.topicsPermitted(user, virtualHost, exchange, granted);
        permissions.putTopics(user, virtualHost, exchange, granted);
        told.topicsPermitted(user, virtualHost, exchange, granted);
    }

    /** From now on the user is not restricted to topics of this exchange. */
    public synchronized void removeTopicPermissions(String user, String virtualHost, String exchange) {
        if (!permissions.findTopics(user, virtualHost).containsKey(exchange)) return;
        records.topicPermissionsRemoved(user, virtualHost, exchange);
        permissions.removeTopics(user, virtualHost, exchange);
        told.topicPermissionsRemoved(user, virtualHost, exchange);
    }

    private void requireBoth(String user, String virtualHost) {
        existingUser(user);
        existingVirtualHost(virtualHost);
    }

    private User existingUser(String name) {
        return users.find(name).orElseThrow(() -> new NoSuchElementException("no user '" + name + "'"));
    }
}
