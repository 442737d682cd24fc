package io.leveret.engine.access;

/** How a hash is made, written and compared. */
interface Hashing {

    /** A new hash, salted, in the form it is written in. */
    String hash(String password);

    /** @throws IllegalArgumentException when the text is no such hash */
    void check(String hash);

    /** Takes the same time whether and wherever the password differs. */
    boolean matches(String hash, String password);
}
