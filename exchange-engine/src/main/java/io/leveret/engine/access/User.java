package io.leveret.engine.access;

import java.util.Set;

/**
 * Somebody who may log in.
 *
 * @param tags what the user may do in the management API, as RabbitMQ's tags
 */
public record User(String name, PasswordHash passwordHash, Set<String> tags) {

    public User {
        tags = Set.copyOf(tags);
    }

    public User withPassword(PasswordHash hash) {
        return new User(name, hash, tags);
    }

    public User withTags(Set<String> changed) {
        return new User(name, passwordHash, changed);
    }

    /** May publish in the name of others. */
    public boolean isImpersonator() {
        return tags.contains("impersonator");
    }

    @Override
    public String toString() {
        return name;
    }
}
