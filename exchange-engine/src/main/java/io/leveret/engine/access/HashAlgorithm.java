package io.leveret.engine.access;

/** The ways in which passwords are kept. */
public enum HashAlgorithm {
    /** RabbitMQ's. */
    SHA256("rabbit_password_hashing_sha256", new SaltedDigest("SHA-256", 32), false),
    SHA512("rabbit_password_hashing_sha512", new SaltedDigest("SHA-512", 64), false),
    /** Of RabbitMQ before 3.6, for users that come from there. */
    MD5("rabbit_password_hashing_md5", new SaltedDigest("MD5", 16), false),
    /** The only one that takes whoever stole a hash years rather than hours, and us a tenth of a second. */
    BCRYPT("leveret_password_hashing_bcrypt", new Bcrypt(), true);

    private final String text;
    private final Hashing hashing;
    private final boolean slow;

    HashAlgorithm(String text, Hashing hashing, boolean slow) {
        this.text = text;
        this.hashing = hashing;
        this.slow = slow;
    }

    /** @throws IllegalArgumentException when there is none of that name */
    public static HashAlgorithm named(String text) {
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.text.equals(text)) return algorithm;
        }
        throw new IllegalArgumentException("unknown hashing algorithm '" + text + "'");
    }

    Hashing hashing() {
        return hashing;
    }

    /** Whether it takes longer than an event loop has. */
    boolean isSlow() {
        return slow;
    }

    /** As definitions files name it. */
    @Override
    public String toString() {
        return text;
    }
}
