package io.leveret.engine.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The users of a broker, and their limits. Read by anybody; changed by the broker, one change at a time. */
public final class UserDirectory {

    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final Map<String, UserLimits> limits = new ConcurrentHashMap<>();
    private final Set<String> loopbackOnly;

    /** Compared with when there is no such user, so that a wrong name takes as long as a wrong password. */
    private final PasswordHash nobody;

    /**
     * @param loopbackOnly names of users who may log in from this machine only
     * @param usual        how most passwords are kept
     */
    public UserDirectory(Set<String> loopbackOnly, HashAlgorithm usual) {
        this.loopbackOnly = Set.copyOf(loopbackOnly);
        this.nobody = PasswordHash.of(usual, "nobody");
    }

    /** Adds the user, or replaces the one of that name. */
    public void put(User user) {
        users.put(user.name(), user);
    }

    /** @return whether there was one */
    public boolean remove(String name) {
        limits.remove(name);
        return users.remove(name) != null;
    }

    public Optional<User> find(String name) {
        return Optional.ofNullable(users.get(name));
    }

    public List<User> all() {
        return List.copyOf(users.values());
    }

    public void limit(String name, UserLimits wanted) {
        limits.put(name, wanted);
    }

    public UserLimits limits(String name) {
        return limits.getOrDefault(name, UserLimits.NONE);
    }

    /** Whether {@link #authenticate} for this name takes longer than an event loop has. */
    public boolean isSlow(String name) {
        return hashOf(users.get(name)).algorithm().isSlow();
    }

    /** Whether {@link #isSlow} holds for anybody: then how long a refusal takes would tell which names there are. */
    public boolean haveSlow() {
        return nobody.algorithm().isSlow() || users.values().stream().anyMatch(user -> user.passwordHash().algorithm().isSlow());
    }

    /**
     * Who it is, or nobody: the name is unknown, the password wrong or blank, or the user may not come from there. The
     * caller does not learn which.
     */
    public Optional<User> authenticate(String name, String password, boolean fromLoopback) {
        User user = users.get(name);
        boolean matches = hashOf(user).matches(password);
        if (user == null || user.passwordHash().isNone() || !matches || password.isEmpty()) return Optional.empty();
        if (!fromLoopback && loopbackOnly.contains(name)) return Optional.empty();
        return Optional.of(user);
    }

    /** Who it is when somebody vouches for the name, or nobody: the name is unknown, or the user may not come from there. */
    public Optional<User> admit(String name, boolean fromLoopback) {
        return Optional.ofNullable(users.get(name)).filter(user -> fromLoopback || !loopbackOnly.contains(name));
    }

    /** Why {@link #admit} refuses; for the log only. */
    public String refusal(String name, boolean fromLoopback) {
        if (!users.containsKey(name)) return "there is no such user";
        return fromLoopback || !loopbackOnly.contains(name) ? "" : "may log in from this machine only";
    }

    /** Why {@link #authenticate} refuses; for the log only. */
    public String refusal(String name, String password, boolean fromLoopback) {
        User user = users.get(name);
        if (user == null || admit(name, fromLoopback).isEmpty()) return refusal(name, fromLoopback);
        if (user.passwordHash().isNone()) return "has no password";
        return password.isEmpty() ? "the password is empty" : "wrong password";
    }

    /** Whether there is such a user with another password; never, where finding out takes a while. */
    public boolean hasOtherPassword(String name, String password) {
        User user = users.get(name);
        if (user == null || user.passwordHash().algorithm().isSlow()) return false;
        return user.passwordHash().isNone() || !user.passwordHash().matches(password);
    }

    private PasswordHash hashOf(User user) {
        return user == null || user.passwordHash().isNone() ? nobody : user.passwordHash();
    }
}
