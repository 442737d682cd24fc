package io.leveret.engine;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.TopicPermissions;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserLimits;
import java.util.Optional;

/** Says in the words of RabbitMQ how virtual hosts come and go, users, and what they may do. */
final class BrokerEvents {

    private static final String LIMITS = "limits";

    private final Events events;

    BrokerEvents(Events events) {
        this.events = events;
    }

    void virtualHostCreated(String name) {
        events.tell("vhost.created", () -> named(name).build());
    }

    void virtualHostDeleted(VirtualHost deleted) {
        if (!deleted.limits().equals(VirtualHostLimits.NONE)) limitsCleared(deleted.name());
        events.tell("vhost.deleted", () -> named(deleted.name()).build());
    }

    void traced(String virtualHost, boolean on) {
        events.tell("vhost.updated", () -> named(virtualHost).put("tracing", on).build());
    }

    /** A virtual host's limits are a parameter as well. */
    void limited(String virtualHost, VirtualHostLimits limits) {
        if (limits.maxConnections() < 0 && limits.maxQueues() < 0) {
            limitsCleared(virtualHost);
            return;
        }
        events.tell("parameter.set", () -> parameter(virtualHost).put("value", table(limits).build()).build());
        events.tell("vhost.limits.set", () -> table(limits).put("name", LIMITS).put("vhost", virtualHost).build());
    }

    /** @param before the user of that name that there was */
    void put(User user, Optional<User> before) {
        if (before.isEmpty()) {
            events.tell("user.created", () -> named(user.name()).build());
        } else if (!isSame(user.passwordHash(), before.get().passwordHash())) {
            passwordChanged(user);
        }
        tagsSet(user);
    }

    void passwordChanged(User user) {
        String change = user.passwordHash().isNone() ? "cleared" : "changed";
        events.tell("user.password." + change, () -> named(user.name()).build());
    }

    void tagsSet(User user) {
        events.tell("user.tags.set", () -> named(user.name()).put("tags",
            FieldValue.array(user.tags().stream().sorted().map(FieldValue::longString).toList())).build());
    }

    void userDeleted(String name) {
        events.tell("user.deleted", () -> named(name).build());
    }

    void limited(String user, UserLimits limits) {
        boolean cleared = limits.maxConnections() < 0 && limits.maxChannels() < 0;
        events.tell(cleared ? "user.limits.cleared" : "user.limits.set", () -> {
            FieldTable.Builder details = named(LIMITS).put("username", user);
            putLimit(details, "max-connections", limits.maxConnections());
            putLimit(details, "max-channels", limits.maxChannels());
            return details.build();
        });
    }

    void permitted(String user, String virtualHost, Permissions granted) {
        events.tell("permission.created", () -> right(user, virtualHost)
            .put("configure", granted.configure()).put("write", granted.write()).put("read", granted.read()).build());
    }

    void permissionsRemoved(String user, String virtualHost) {
        events.tell("permission.deleted", () -> right(user, virtualHost).build());
    }

    void topicsPermitted(String user, String virtualHost, String exchange, TopicPermissions granted) {
        events.tell("topic.permission.created", () -> right(user, virtualHost).put("exchange", exchange)
            .put("write", granted.write()).put("read", granted.read()).build());
    }

    void topicPermissionsRemoved(String user, String virtualHost, String exchange) {
        events.tell("topic.permission.deleted", () -> right(user, virtualHost).put("exchange", exchange).build());
    }

    void globalSet(String name, FieldValue value) {
        events.tell("parameter.set", () -> global(name).put("value", value).build());
    }

    void globalCleared(String name) {
        events.tell("parameter.cleared", () -> global(name).build());
    }

    private static FieldTable.Builder global(String name) {
        return named(name).put("component", "global");
    }

    private void limitsCleared(String virtualHost) {
        events.tell("parameter.cleared", () -> parameter(virtualHost).build());
        events.tell("vhost.limits.cleared", () -> named(LIMITS).put("vhost", virtualHost).build());
    }

    private static FieldTable.Builder parameter(String virtualHost) {
        return named(LIMITS).put("component", "vhost-limits").put("vhost", virtualHost);
    }

    private static FieldTable.Builder table(VirtualHostLimits limits) {
        FieldTable.Builder table = FieldTable.builder();
        putLimit(table, "max-connections", limits.maxConnections());
        putLimit(table, "max-queues", limits.maxQueues());
        return table;
    }

    private static void putLimit(FieldTable.Builder table, String name, int limit) {
        if (limit >= 0) table.put(name, FieldValue.longInt(limit));
    }

    private static boolean isSame(PasswordHash one, PasswordHash other) {
        return one.algorithm() == other.algorithm() && one.text().equals(other.text());
    }

    private static FieldTable.Builder right(String user, String virtualHost) {
        return FieldTable.builder().put("user", user).put("vhost", virtualHost);
    }

    private static FieldTable.Builder named(String name) {
        return FieldTable.builder().put("name", name);
    }
}
