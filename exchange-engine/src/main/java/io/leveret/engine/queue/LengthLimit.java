package io.leveret.engine.queue;

import io.leveret.engine.message.Message;
import io.leveret.engine.settings.Overflow;
import io.leveret.engine.settings.QueueSettings;

/** How much a queue may hold ready, and what happens to the rest. What is unacked does not count. */
final class LengthLimit {

    static final LengthLimit NONE = new LengthLimit(Long.MAX_VALUE, Long.MAX_VALUE, Overflow.DROP_HEAD);

    private final long maxMessages;
    private final long maxBytes;
    private final Overflow overflow;

    private LengthLimit(long maxMessages, long maxBytes, Overflow overflow) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.overflow = overflow;
    }

    static LengthLimit of(QueueSettings settings) {
        if (settings.maxLength() == QueueSettings.NONE && settings.maxLengthBytes() == QueueSettings.NONE) return NONE;
        return new LengthLimit(orUnlimited(settings.maxLength()), orUnlimited(settings.maxLengthBytes()),
            settings.overflow());
    }

    /** Whether a new message is refused rather than an old one dropped: with it there would be too much. */
    boolean rejects(Message message, ReadyMessages ready) {
        return overflow != Overflow.DROP_HEAD && isReachedBy(message, ready);
    }

    /** Whether there would be too much with one more, whatever would become of the surplus. */
    boolean isReachedBy(Message message, ReadyMessages ready) {
        return this != NONE && (ready.size() >= maxMessages || ready.bytes() + message.body().size() > maxBytes);
    }

    boolean deadLettersRejected() {
        return overflow == Overflow.REJECT_PUBLISH_DLX;
    }

    boolean isExceeded(ReadyMessages ready) {
        return overflow == Overflow.DROP_HEAD && (ready.size() > maxMessages || ready.bytes() > maxBytes);
    }

    private static long orUnlimited(long limit) {
        return limit == QueueSettings.NONE ? Long.MAX_VALUE : limit;
    }
}
