package io.leveret.engine.queue;

import io.leveret.codec.value.FieldType;
import io.leveret.engine.message.Message;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps a second message with the same key ({@code x-deduplication-header}) out of a queue as long as the first is in
 * it, ready or held. A message without a key is never a duplicate.
 */
final class Duplicates {

    /** For a queue that does not ask. */
    static final Duplicates ALLOWED = new Duplicates(false);

    private static final String KEY_HEADER = "x-deduplication-header";

    private final boolean refused;
    private final Set<String> present = new HashSet<>();

    private Duplicates(boolean refused) {
        this.refused = refused;
    }

    static Duplicates refused() {
        return new Duplicates(true);
    }

    /** @return whether the message may enter; its key is taken from now on */
    boolean enter(Message message) {
        if (!refused) return true;
        Optional<String> key = key(message);
        return key.isEmpty() || present.add(key.get());
    }

    /** The message has left, and its key is free. */
    void leave(Message message) {
        if (refused) key(message).ifPresent(present::remove);
    }

    /** Nothing is here any more. */
    void clear() {
        present.clear();
    }

    boolean areRefused() {
        return refused;
    }

    /** As text, whose hash cannot be made to collide so that looking it up gets slow. The number 1 is not the text "1". */
    private static Optional<String> key(Message message) {
        return message.properties().header(KEY_HEADER)
            .map(value -> (value.isInteger() ? FieldType.LONG : value.type()).letter() + value.asText());
    }
}
