package io.leveret.broker;

import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHostLimits;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.TopicPermissions;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserLimits;
import java.util.Set;

/**
 * The users of an embedded broker, its virtual hosts, and who may do what in them. Every change is in force when its
 * method returns, for open connections too. Callable from any thread.
 */
public final class Administration {

    private final Broker broker;
    private final String defaultUser;

    /** Adds the default user, who may do everything in the default virtual host. */
    Administration(Broker broker, BrokerConfig.Access access) {
        this.broker = broker;
        this.defaultUser = access.defaultUser();
        putUser(defaultUser, access.defaultPassword(), "administrator");
        permitDefaultUser(Broker.DEFAULT_VIRTUAL_HOST);
    }

    /** Adds a virtual host, which nobody may use yet; does nothing if it is there. */
    public Administration addVirtualHost(String name) {
        broker.createVirtualHost(name);
        return this;
    }

    /** Deletes a virtual host with all that it holds, and closes its connections. */
    public Administration deleteVirtualHost(String name) {
        broker.deleteVirtualHost(name);
        return this;
    }

    /** Adds a user, or changes password and tags of the one of that name. */
    public Administration putUser(String name, String password, String... tags) {
        broker.putUser(new User(name, broker.hash(password), Set.of(tags)));
        return this;
    }

    /** Deletes a user with all permissions, and closes the user's connections. */
    public Administration deleteUser(String name) {
        broker.deleteUser(name);
        return this;
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
        return this;
    }

    /** Shuts a user out of a virtual host. */
    public Administration removePermissions(String user, String virtualHost) {
        broker.removePermissions(user, virtualHost);
        return this;
    }

    /** Restricts a user to certain routing keys when publishing to a topic exchange (write) and binding from it (read). */
    public Administration permitTopics(String user, String virtualHost, String exchange, String write, String read) {
        broker.permitTopics(user, virtualHost, exchange, new TopicPermissions(write, read));
        return this;
    }

    /** Lifts what {@link #permitTopics} said. */
    public Administration removeTopicPermissions(String user, String virtualHost, String exchange) {
        broker.removeTopicPermissions(user, virtualHost, exchange);
        return this;
    }

    /** How much a virtual host may hold at a time; 0 for nothing, less than 0 for no limit. */
    public Administration limitVirtualHost(String name, int maxConnections, int maxQueues) {
        broker.limitVirtualHost(name, new VirtualHostLimits(maxConnections, maxQueues));
        return this;
    }

    /** How much a user may have open at a time; 0 for nothing, less than 0 for no limit. */
    public Administration limitUser(String user, int maxConnections, int maxChannels) {
        broker.limitUser(user, new UserLimits(maxConnections, maxChannels));
        return this;
    }

    Administration permitDefaultUser(String virtualHost) {
        broker.permit(defaultUser, virtualHost, Permissions.all());
        return this;
    }
}
