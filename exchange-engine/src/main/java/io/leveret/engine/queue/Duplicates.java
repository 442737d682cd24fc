package io.leveret.engine.queue;

import io.leveret.codec.value.FieldType;
import io.leveret.engine.message.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a second message with the same key ({@code x-deduplication-header}) out of a queue as long as the first is in
 * it, ready or held. What has expired is not in it, even if it still stands behind others; while somebody holds it, a
 * message does not expire. A message without a key is never a duplicate.
 */
final class Duplicates {

    /** For a queue that does not ask. */
    static final Duplicates ALLOWED = new Duplicates(false);

    private static final String KEY_HEADER = "x-deduplication-header";

    /** The message that has a key, and until when. */
    private record Owner(long position, long expiresAt) {
    }

    private final boolean refused;
    private final Map<String, Owner> owners = new HashMap<>();

    private Duplicates(boolean refused) {
        this.refused = refused;
    }

    static Duplicates refused() {
        return new Duplicates(true);
    }

    boolean areRefused() {
        return refused;
    }

    /** Whether there is one with the message's key. */
    boolean isHere(Message message, long now) {
        Optional<String> key = key(message);
        if (key.isEmpty()) return false;
        Owner owner = owners.get(key.get());
        return owner != null && owner.expiresAt() > now;
    }

    /** The message is here. */
    void enter(QueuedMessage message) {
        if (!refused) return;
        enter(message.position(), key(message), message.hold == null ? message.expiresAt() : QueuedMessage.NEVER);
    }

    /** The message is here; if another one that came before has its key, that one has expired. */
    void enter(long position, Message message, long expiresAt) {
        enter(position, key(message), expiresAt);
    }

    private void enter(long position, Optional<String> ofMessage, long expiresAt) {
        ofMessage.ifPresent(key -> owners.merge(key, new Owner(position, expiresAt),
            (one, other) -> one.position() > other.position() ? one : other));
    }

    /** Somebody holds the message, or does no longer while it stays. */
    void holdChanged(QueuedMessage message) {
        if (message.expiresAt() != QueuedMessage.NEVER) enter(message);
    }

    /** The message has left; its key is free, unless another has it. */
    void leave(QueuedMessage message) {
        if (!refused) return;
        key(message).ifPresent(key -> owners.computeIfPresent(key,
            (same, owner) -> owner.position() == message.position() ? null : owner));
    }

    /** Nothing is here any more. */
    void clear() {
        owners.clear();
    }

    /** With the key, if the message has one, as it has to be known when the message leaves the heap. */
    Traits with(Traits traits, QueuedMessage message) {
        return refused ? traits.withDuplicateKey(key(message).orElse(null)) : traits;
    }

    private static Optional<String> key(QueuedMessage message) {
        return message.isInHeap() ? key(message.message()) : Optional.ofNullable(message.traits().duplicateKey());
    }

    /** As text, whose hash cannot be made to collide so that looking it up gets slow. The number 1 is not the text "1". */
    private static Optional<String> key(Message message) {
        return message.properties().header(KEY_HEADER)
            .map(value -> (value.isInteger() ? FieldType.LONG : value.type()).letter() + value.asText());
    }
}
