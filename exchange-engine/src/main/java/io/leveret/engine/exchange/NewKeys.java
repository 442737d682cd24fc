package io.leveret.engine.exchange;

import io.leveret.engine.message.Confirmations;

import java.util.List;

/**
 * The keys under which exchanges remember a message since they have routed it: nearly always none. Should it not come to its
 * queues after all, they are to be forgotten, or the publisher's next attempt would pass for a duplicate. Callable from any
 * thread.
 */
public final class NewKeys {
    public static final NewKeys NONE = new NewKeys(List.of(), null);

    private final List<SeenKey> keys;

    /** The one by which the exchange knows the message that it was published to; null if there is none. */
    private final SeenKey first;

    NewKeys(List<SeenKey> keys, SeenKey first) {
        this.keys = keys;
        this.first = first;
    }

    /**
     * It is not certain yet that the message will come to its queues, and so no duplicate of it may be dropped for it. What
     * exchanges behind the first one know it by counts all the same, as the message may have found other queues past them.
     */
    public NewKeys suspended() {
        if (first != null) first.forget();
        return this;
    }

    /** The counterpart of {@link #suspended}: false if the message is a duplicate by now, which then leaves no key behind. */
    public boolean resume(long now) {
        if (first == null || first.restore(now)) return true;
        forget();
        return false;
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
