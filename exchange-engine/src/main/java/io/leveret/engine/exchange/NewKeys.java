package io.leveret.engine.exchange;

import io.leveret.engine.message.Confirmations;

import java.util.List;

/**
 * The keys under which exchanges remember a message since they have routed it: nearly always none. Should it not come to its
 * queues after all, they are to be forgotten, or the publisher's next attempt would pass for a duplicate. Callable from any
 * thread.
 */
public final class NewKeys {
    public static final NewKeys NONE = new NewKeys(List.of());

    private final List<SeenKey> keys;

    NewKeys(List<SeenKey> keys) {
        this.keys = keys;
    }

    public void forget() {
        keys.forEach(SeenKey::forget);
    }

    /** To be given to the queues in place of the publisher: before it hears that one has refused the message, the keys are gone. */
    public Confirmations forgottenWhenRefused(Confirmations publisher) {
        return keys.isEmpty() ? publisher : new Confirmations() {
            @Override public void confirmed(long first, long last) {
                publisher.confirmed(first, last);
            }

            @Override public void rejected(long first, long last) {
                forget();
                publisher.rejected(first, last);
            }
        };
    }
}
