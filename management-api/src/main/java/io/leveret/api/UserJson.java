package io.leveret.api;

import io.leveret.api.json.Fields;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserDirectory;
import io.leveret.engine.access.UserLimits;
import java.util.LinkedHashMap;
import java.util.Map;

/** A user in JSON. */
final class UserJson {

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

    static Map<String, Object> limits(UserLimits limits) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (limits.maxConnections() >= 0) object.put("max-connections", limits.maxConnections());
        if (limits.maxChannels() >= 0) object.put("max-channels", limits.maxChannels());
        return object;
    }
}
