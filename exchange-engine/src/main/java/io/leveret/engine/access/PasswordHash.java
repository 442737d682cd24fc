package io.leveret.engine.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * A salted SHA-256 hash in RabbitMQ's form: base64 of a 4-byte salt and of the SHA-256 over salt and password. That
 * form is what definitions files carry.
 */
public final class PasswordHash {

    private static final int SALT_LENGTH = 4;
    private static final int HASH_LENGTH = 32;

    private final byte[] saltAndHash;

    private PasswordHash(byte[] saltAndHash) {
        this.saltAndHash = saltAndHash;
    }

    /** Hashes a password with a salt of its own. */
    public static PasswordHash of(String password) {
        byte[] salt = new byte[SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(saltAndHash(salt, password));
    }

    /** @throws IllegalArgumentException when the text is not such a hash */
    public static PasswordHash parse(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length != SALT_LENGTH + HASH_LENGTH) {
            throw new IllegalArgumentException("a password hash has " + (SALT_LENGTH + HASH_LENGTH) + " bytes, not "
                + bytes.length);
        }
        return new PasswordHash(bytes);
    }

    /** Takes the same time whether and wherever the password differs. */
    public boolean matches(String password) {
        byte[] salt = Arrays.copyOf(saltAndHash, SALT_LENGTH);
        return MessageDigest.isEqual(saltAndHash, saltAndHash(salt, password));
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(saltAndHash);
    }

    /** Never the hash: it would end up in logs. */
    @Override
    public String toString() {
        return "PasswordHash";
    }

    private static byte[] saltAndHash(byte[] salt, String password) {
        MessageDigest digest = sha256();
        digest.update(salt);
        byte[] hash = digest.digest(password.getBytes(StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(salt, SALT_LENGTH + HASH_LENGTH);
        System.arraycopy(hash, 0, both, SALT_LENGTH, HASH_LENGTH);
        return both;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
