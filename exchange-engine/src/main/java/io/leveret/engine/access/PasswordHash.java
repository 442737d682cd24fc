package io.leveret.engine.access;

/** A password as it is kept: nothing that the password could be read from. Definitions files carry it as it is. */
public final class PasswordHash {

    /** No password is right. */
    public static final PasswordHash NONE = new PasswordHash(HashAlgorithm.SHA256, "");

    private final HashAlgorithm algorithm;
    private final String text;

    private PasswordHash(HashAlgorithm algorithm, String text) {
        this.algorithm = algorithm;
        this.text = text;
    }

    /** Hashes a password with a salt of its own, as RabbitMQ does. */
    public static PasswordHash of(String password) {
        return of(HashAlgorithm.SHA256, password);
    }

    /** Hashes a password with a salt of its own; takes a while if the algorithm does. */
    public static PasswordHash of(HashAlgorithm algorithm, String password) {
        return new PasswordHash(algorithm, algorithm.hashing().hash(password));
    }

    /**
     * Reads a hash that was made before; the empty text means no password.
     *
     * @throws IllegalArgumentException when the text is not a hash of that kind
     */
    public static PasswordHash parse(HashAlgorithm algorithm, String text) {
        if (!text.isEmpty()) algorithm.hashing().check(text);
        return new PasswordHash(algorithm, text);
    }

    public HashAlgorithm algorithm() {
        return algorithm;
    }

    /** As definitions files have it. */
    public String text() {
        return text;
    }

    /** Takes the same time whether and wherever the password differs. */
    boolean matches(String password) {
        return algorithm.hashing().matches(text, password);
    }

    public boolean isNone() {
        return text.isEmpty();
    }

    /** Never the hash: it would end up in logs. */
    @Override
    public String toString() {
        return "PasswordHash";
    }
}
