package io.leveret.engine.access;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The users of a broker. Callable from any thread. */
public final class UserDirectory {

    /** Compared with when there is no such user, so that a wrong name takes as long as a wrong password. */
    private static final PasswordHash NOBODY = PasswordHash.of("");

    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Set<String> loopbackOnly;

    /** @param loopbackOnly names of users who may log in from this machine only */
    public UserDirectory(Set<String> loopbackOnly) {
        this.loopbackOnly = Set.copyOf(loopbackOnly);
    }

    /** Adds the user, or replaces the one of that name. */
    public void put(User user) {
        users.put(user.name(), user);
    }

    /**
     * Who it is, or nobody: the name is unknown, the password wrong or blank, or the user may not come from there. The
     * caller does not learn which.
     */
    public Optional<User> authenticate(String name, String password, boolean fromLoopback) {
        User user = users.get(name);
        boolean matches = (user == null ? NOBODY : user.passwordHash()).matches(password);
        if (user == null || !matches || password.isEmpty()) return Optional.empty();
        if (!fromLoopback && loopbackOnly.contains(name)) return Optional.empty();
        return Optional.of(user);
    }
}
