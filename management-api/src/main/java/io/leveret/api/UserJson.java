package io.leveret.api;

import io.leveret.api.json.Fields;
import io.leveret.api.json.Filters;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserDirectory;
import io.leveret.engine.access.UserLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A user in JSON. */
final class UserJson {

    private static final String GUEST = "guest";

    private UserJson() {
    }

    static Fields<User> fields(UserDirectory users) {
        return new Fields<User>()
            .add("name", User::name)
            .add("password_hash", user -> user.passwordHash().text())
            .add("hashing_algorithm", user -> user.passwordHash().algorithm().toString())
            .add("tags", user -> user.tags().stream().sorted().toList())
            .add("limits", user -> limits(users.limits(user.name())));
    }

    /** What is told besides in the list of all: where each may do something, and who is there. */
    static Fields<User> uses(UserDirectory users, Map<String, List<String>> hosts, Map<String, Long> connections) {
        return new Fields<User>()
            .add("virtual_hosts", user -> hosts.getOrDefault(user.name(), List.of()))
            .add("connections", user -> connections.getOrDefault(user.name(), 0L))
            .addIfPresent("default_password", user -> Optional.of(true).filter(is -> hasDefaultPassword(user.name(), users)));
    }

    /** As the broker made it; a hash that takes long was made by somebody. */
    private static boolean hasDefaultPassword(String user, UserDirectory users) {
        return user.equals(GUEST) && !users.isSlow(user) && !users.hasOtherPassword(user, GUEST);
    }

    /** What a list of them can be asked for. */
    static Filters<User> filters(Set<String> permitted) {
        return new Filters<User>()
            .add("no_permissions", user -> !permitted.contains(user.name()))
            .add("administrators", user -> user.tags().contains("administrator"))
            .add("no_password", user -> user.passwordHash().isNone());
    }

    static Map<String, Object> limits(UserLimits limits) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (limits.maxConnections() >= 0) object.put("max-connections", limits.maxConnections());
        if (limits.maxChannels() >= 0) object.put("max-channels", limits.maxChannels());
        return object;
    }
}
