package io.leveret.engine.access;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import java.util.HashMap;
import java.util.Map;

/**
 * What a user may do in a virtual host, as a connection asks for it: what was permitted is remembered until any
 * permission of the broker changes, so that a publish costs a look-up. Lives on the connection's loop.
 */
public final class UserRights implements Rights {

    private static final String DEFAULT_EXCHANGE = "amq.default";

    private final PermissionTable table;
    private final String user;
    private final String virtualHost;
    private final FewNames configurable = new FewNames();
    private final FewNames writable = new FewNames();
    private final FewNames readable = new FewNames();
    private final Map<String, Topics> topics = new HashMap<>(0);
    private Permissions permissions = Permissions.NONE;
    private long version;

    public UserRights(PermissionTable table, String user, String virtualHost) {
        this.table = table;
        this.user = user;
        this.virtualHost = virtualHost;
    }

    @Override
    public void require(Operation operation, Kind kind, String name) {
        String resource = resource(kind, name);
        if (!allow(operation, resource)) throw refused(operation, kind + " '" + resource + "'");
    }

    @Override
    public void requireAny(Kind kind, String name) {
        String resource = resource(kind, name);
        for (Operation operation : Operation.values()) {
            if (allow(operation, resource)) return;
        }
        throw refused(Operation.CONFIGURE, kind + " '" + resource + "'");
    }

    @Override
    public void requireTopic(Operation operation, String exchange, String key) {
        refresh();
        if (topics.isEmpty()) return;
        Topics restricted = topics.get(exchange);
        if (restricted == null || restricted.allow(operation, key)) return;
        throw refused(operation, "topic '" + key + "' in exchange '" + exchange + "'");
    }

    private boolean allow(Operation operation, String resource) {
        refresh();
        FewNames known = known(operation);
        if (known.contains(resource)) return true;
        if (!permissions.allow(operation, resource)) return false;
        known.add(resource);
        return true;
    }

    private FewNames known(Operation operation) {
        return switch (operation) {
            case CONFIGURE -> configurable;
            case WRITE -> writable;
            case READ -> readable;
        };
    }

    /** The version is read before the permissions: should they change in between, they are read once more. */
    private void refresh() {
        long current = table.version();
        if (current == version) return;
        version = current;
        permissions = table.find(user, virtualHost).orElse(Permissions.NONE);
        for (Operation operation : Operation.values()) known(operation).clear();
        topics.clear();
        table.findTopics(user, virtualHost).forEach(
            (exchange, granted) -> topics.put(exchange, new Topics(granted.expand(user, virtualHost), new FewNames())));
    }

    private static String resource(Kind kind, String name) {
        return kind == Kind.EXCHANGE && name.isEmpty() ? DEFAULT_EXCHANGE : name;
    }

    private AmqpException refused(Operation operation, String what) {
        return new AmqpException(ReplyCode.ACCESS_REFUSED,
            operation + " access to " + what + " in vhost '" + virtualHost + "' refused for user '" + user + "'");
    }

    /** The permissions for one exchange, and the keys that could be published with lately. */
    private record Topics(TopicPermissions.Expanded permissions, FewNames writable) {
        boolean allow(Operation operation, String key) {
            if (operation != Operation.WRITE) return permissions.allow(operation, key);
            if (writable.contains(key)) return true;
            if (!permissions.allow(operation, key)) return false;
            writable.add(key);
            return true;
        }
    }
}
