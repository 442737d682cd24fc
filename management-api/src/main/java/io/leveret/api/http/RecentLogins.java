package io.leveret.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserDirectory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Checks passwords, and remembers for a little while which were right where checking is slow: a console that asks every few
 * seconds would otherwise cost a tenth of a second of CPU each time. Callable from any thread.
 */
final class RecentLogins {

    private static final long MEMORY_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 1_000;
    private static final int SALT_BYTES = 16;

    /** @param hash the one that the password was checked against: with another password the user has another */
    private record Login(PasswordHash hash, byte[] digest, long at) {
    }

    private final UserDirectory users;
    private final LongSupplier nanos;
    private final byte[] salt = new byte[SALT_BYTES];
    private final Map<String, Login> logins = new ConcurrentHashMap<>();

    RecentLogins(UserDirectory users, LongSupplier nanos) {
        this.users = users;
        this.nanos = nanos;
        new SecureRandom().nextBytes(salt);
    }

    Optional<User> authenticate(Credentials credentials, boolean fromLoopback) {
        if (!users.isSlow(credentials.user())) return check(credentials, fromLoopback);
        byte[] digest = digest(credentials.password());
        Optional<User> known = users.find(credentials.user()).filter(user -> fromLoopback && isKnown(user, digest));
        if (known.isPresent()) return known;
        Optional<User> user = check(credentials, fromLoopback);
        if (fromLoopback) user.ifPresent(who -> remember(who, digest));
        return user;
    }

    private Optional<User> check(Credentials credentials, boolean fromLoopback) {
        return users.authenticate(credentials.user(), credentials.password(), fromLoopback);
    }

    private boolean isKnown(User user, byte[] digest) {
        Login login = logins.get(user.name());
        return login != null && login.hash() == user.passwordHash() && nanos.getAsLong() - login.at() < MEMORY_NANOS
            && MessageDigest.isEqual(login.digest(), digest);
    }

    private void remember(User user, byte[] digest) {
        if (logins.size() >= MOST) logins.clear();
        logins.put(user.name(), new Login(user.passwordHash(), digest, nanos.getAsLong()));
    }

    private byte[] digest(String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(password.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
