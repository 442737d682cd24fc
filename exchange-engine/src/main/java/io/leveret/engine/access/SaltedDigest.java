package io.leveret.engine.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** RabbitMQ's form: base64 of a 4-byte salt and of the digest over salt and password. */
record SaltedDigest(String algorithm, int digestLength) implements Hashing {

    private static final int SALT_LENGTH = 4;

    @Override
    public String hash(String password) {
        byte[] salt = new byte[SALT_LENGTH];
        new SecureRandom().nextBytes(salt);
        return Base64.getEncoder().encodeToString(saltAndDigest(salt, password));
    }

    @Override
    public void check(String hash) {
        int length = Base64.getDecoder().decode(hash).length;
        if (length == SALT_LENGTH + digestLength) return;
        throw new IllegalArgumentException(
            "a salted " + algorithm + " hash has " + (SALT_LENGTH + digestLength) + " bytes, not " + length);
    }

    @Override
    public boolean matches(String hash, String password) {
        byte[] expected = Base64.getDecoder().decode(hash);
        return MessageDigest.isEqual(expected, saltAndDigest(Arrays.copyOf(expected, SALT_LENGTH), password));
    }

    private byte[] saltAndDigest(byte[] salt, String password) {
        MessageDigest digest = newDigest();
        digest.update(salt);
        byte[] hash = digest.digest(password.getBytes(StandardCharsets.UTF_8));
        byte[] both = Arrays.copyOf(salt, SALT_LENGTH + hash.length);
        System.arraycopy(hash, 0, both, SALT_LENGTH, hash.length);
        return both;
    }

    private MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
