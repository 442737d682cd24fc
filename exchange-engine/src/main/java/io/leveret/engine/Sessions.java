package io.leveret.engine;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.access.Origin;
import io.leveret.engine.access.PermissionTable;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserDirectory;
import io.leveret.engine.access.UserRights;
import io.leveret.engine.stats.Churn;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.ClientConnection;
import io.leveret.engine.view.ClientDetails;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/** Everybody who is in, counted against the limits of the node, of virtual hosts and of users. */
final class Sessions {

    private final NodeLimits limits;
    private final UserDirectory users;
    private final PermissionTable permissions;
    private final Events events;
    private final Churn churn;
    private final Map<Session, ClientConnection> open = new IdentityHashMap<>();
    private final Map<String, Integer> ofVirtualHosts = new HashMap<>();
    private final Map<String, Integer> ofUsers = new HashMap<>();
    private final Map<Origin, Integer> ofOrigins = new HashMap<>();
    private final Map<String, Integer> channelsOfUsers = new ConcurrentHashMap<>();
    private final AtomicInteger channels = new AtomicInteger();

    Sessions(NodeLimits limits, UserDirectory users, PermissionTable permissions, Events events, Churn churn) {
        this.limits = limits;
        this.users = users;
        this.permissions = permissions;
        this.events = events;
        this.churn = churn;
    }

    /**
     * The virtual host is looked up while nobody else comes in: when one is deleted, whoever is not among those to be
     * closed finds it gone.
     *
     * @throws AmqpException 530, in RabbitMQ's order
     */
    synchronized Session open(ClientConnection client, User user, String wanted, Function<String, VirtualHost> lookUp) {
        requireRoom(open.size(), limits.maxConnections(), "connection refused: node connection limit");
        ClientDetails details = client.details();
        Origin origin = Origin.of(details.peerHost());
        requireRoom(ofOrigins.getOrDefault(origin, 0), limits.maxConnectionsPerAddress(),
            "connection refused for address '" + origin + "': address connection limit");
        VirtualHost virtualHost = lookUp.apply(wanted);
        requireRoom(ofVirtualHosts.getOrDefault(wanted, 0), virtualHost.limits().maxConnections(),
            refused(user, wanted) + ": connection limit");
        requireRoom(ofUsers.getOrDefault(user.name(), 0), users.limits(user.name()).maxConnections(),
            "connection refused for user '" + user + "': user connection limit");
        if (permissions.find(user.name(), wanted).isEmpty()) {
            throw new AmqpException(ReplyCode.NOT_ALLOWED, refused(user, wanted));
        }
        Session session = new Session(this, user.name(), details, virtualHost, new UserRights(permissions, user.name(), wanted),
            new ClientEvents(events, client.name(), details, user.name(), wanted));
        open.put(session, client);
        ofVirtualHosts.merge(wanted, 1, Integer::sum);
        ofUsers.merge(user.name(), 1, Integer::sum);
        ofOrigins.merge(origin, 1, Integer::sum);
        churn.count(Metric.CONNECTION_CREATED);
        session.events().connected();
        return session;
    }

    synchronized void remove(Session session) {
        if (open.remove(session) == null) return;
        ofVirtualHosts.computeIfPresent(session.virtualHost().name(), Sessions::less);
        ofUsers.computeIfPresent(session.user(), Sessions::less);
        ofOrigins.computeIfPresent(session.origin(), Sessions::less);
        churn.count(Metric.CONNECTION_CLOSED);
        session.events().disconnected();
    }

    synchronized Map<Session, ClientConnection> all() {
        return new IdentityHashMap<>(open);
    }

    synchronized List<ClientConnection> clients(Predicate<Session> concerned) {
        return open.entrySet().stream().filter(entry -> concerned.test(entry.getKey())).map(Map.Entry::getValue).toList();
    }

    boolean isImpersonator(String user) {
        return users.find(user).filter(User::isImpersonator).isPresent();
    }

    /** @param node as the client knows it */
    void openChannel(String user, String node) {
        channelsOfUsers.compute(user, (key, before) -> {
            int opened = before == null ? 0 : before;
            requireChannel(user, opened);
            requireChannelOfNode(node);
            return opened + 1;
        });
        churn.count(Metric.CHANNEL_CREATED);
    }

    void closeChannels(String user, int count) {
        for (int i = 0; i < count; i++) churn.count(Metric.CHANNEL_CLOSED);
        if (count == 0) return;
        channels.addAndGet(-count);
        channelsOfUsers.computeIfPresent(user, (key, before) -> before == count ? null : Integer.valueOf(before - count));
    }

    private void requireChannel(String user, int before) {
        int most = users.limits(user).maxChannels();
        if (most < 0 || before < most) return;
        throw new AmqpException(ReplyCode.NOT_ALLOWED, "number of channels opened for user '" + user
            + "' has reached the maximum allowed user limit of " + most);
    }

    private void requireChannelOfNode(String node) {
        int most = limits.maxChannels();
        if (channels.incrementAndGet() <= most || most < 0) return;
        channels.decrementAndGet();
        throw new AmqpException(ReplyCode.NOT_ALLOWED, "number of channels opened on node '" + node
            + "' has reached the maximum allowed limit of " + most);
    }

    private static void requireRoom(int before, int most, String limit) {
        if (most < 0 || before < most) return;
        throw new AmqpException(ReplyCode.NOT_ALLOWED, limit + " (" + most + ") is reached");
    }

    private static String refused(User user, String virtualHost) {
        return "access to vhost '" + virtualHost + "' refused for user '" + user + "'";
    }

    private static Integer less(Object key, Integer before) {
        return before == 1 ? null : Integer.valueOf(before - 1);
    }
}
