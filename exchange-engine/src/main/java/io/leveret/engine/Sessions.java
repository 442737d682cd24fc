package io.leveret.engine;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.access.PermissionTable;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserDirectory;
import io.leveret.engine.access.UserRights;
import io.leveret.engine.stats.Churn;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.ClientConnection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Everybody who is in, counted against the limits of the node, of virtual hosts and of users. */
final class Sessions {

    private final int mostSessions;
    private final UserDirectory users;
    private final PermissionTable permissions;
    private final Events events;
    private final Churn churn;
    private final Map<Session, ClientConnection> open = new IdentityHashMap<>();
    private final Map<String, Integer> ofVirtualHosts = new HashMap<>();
    private final Map<String, Integer> ofUsers = new HashMap<>();
    private final Map<String, Integer> channelsOfUsers = new ConcurrentHashMap<>();

    /** @param mostSessions less than 0 for no limit */
    Sessions(int mostSessions, UserDirectory users, PermissionTable permissions, Events events, Churn churn) {
        this.mostSessions = mostSessions;
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
        requireRoom(open.size(), mostSessions, "connection refused: node connection limit");
        VirtualHost virtualHost = lookUp.apply(wanted);
        requireRoom(ofVirtualHosts.getOrDefault(wanted, 0), virtualHost.limits().maxConnections(),
            refused(user, wanted) + ": connection limit");
        requireRoom(ofUsers.getOrDefault(user.name(), 0), users.limits(user.name()).maxConnections(),
            "connection refused for user '" + user + "': user connection limit");
        if (permissions.find(user.name(), wanted).isEmpty()) {
            throw new AmqpException(ReplyCode.NOT_ALLOWED, refused(user, wanted));
        }
        Session session = new Session(this, user.name(), virtualHost, new UserRights(permissions, user.name(), wanted),
            new ClientEvents(events, client.name(), client.details(), user.name(), wanted));
        open.put(session, client);
        ofVirtualHosts.merge(wanted, 1, Integer::sum);
        ofUsers.merge(user.name(), 1, Integer::sum);
        churn.count(Metric.CONNECTION_CREATED);
        session.events().connected();
        return session;
    }

    synchronized void remove(Session session) {
        if (open.remove(session) == null) return;
        ofVirtualHosts.computeIfPresent(session.virtualHost().name(), Sessions::less);
        ofUsers.computeIfPresent(session.user(), Sessions::less);
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

    void openChannel(String user) {
        channelsOfUsers.compute(user, (key, before) -> {
            int opened = before == null ? 0 : before;
            requireChannel(user, opened);
            return opened + 1;
        });
        churn.count(Metric.CHANNEL_CREATED);
    }

    void closeChannels(String user, int count) {
        for (int i = 0; i < count; i++) churn.count(Metric.CHANNEL_CLOSED);
        if (count == 0) return;
        channelsOfUsers.computeIfPresent(user, (key, before) -> before == count ? null : Integer.valueOf(before - count));
    }

    private void requireChannel(String user, int before) {
        int most = users.limits(user).maxChannels();
        if (most < 0 || before < most) return;
        throw new AmqpException(ReplyCode.NOT_ALLOWED, "number of channels opened for user '" + user
            + "' has reached the maximum allowed user limit of " + most);
    }

    private static void requireRoom(int before, int most, String limit) {
        if (most < 0 || before < most) return;
        throw new AmqpException(ReplyCode.NOT_ALLOWED, limit + " (" + most + ") is reached");
    }

    private static String refused(User user, String virtualHost) {
        return "access to vhost '" + virtualHost + "' refused for user '" + user + "'";
    }

    private static Integer less(String key, Integer before) {
        return before == 1 ? null : Integer.valueOf(before - 1);
    }
}
