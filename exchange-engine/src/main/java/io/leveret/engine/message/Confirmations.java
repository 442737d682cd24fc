package io.leveret.engine.message;

/**
 * Hears what became of a publisher's messages, by the sequence numbers the publisher gave them. Called on whichever loop or
 * thread knows; an implementation hops to its own.
 */
public interface Confirmations {
    /** Of a publisher that does not ask. */
    Confirmations NONE = new Confirmations() {
        @Override public void confirmed(long first, long last) { }
        @Override public void rejected(long first, long last) { }
    };

    /** The queue has taken them, and those that must survive a crash are on disk. Both ends inclusive. */
    void confirmed(long first, long last);

    /** The queue has refused them. Both ends inclusive. */
    void rejected(long first, long last);
}
