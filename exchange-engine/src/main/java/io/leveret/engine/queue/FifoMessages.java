package io.leveret.engine.queue;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Ready messages in the order of their positions. What comes back is older than everything that was never handed out,
 * because messages leave from the head: so returned messages are kept apart, sorted, and go first.
 */
final class FifoMessages implements ReadyMessages {

    private static final Comparator<QueuedMessage> BY_POSITION = Comparator.comparingLong(QueuedMessage::position);

    private final ChunkedFifo<QueuedMessage> fresh = new ChunkedFifo<>();
    private PriorityQueue<QueuedMessage> returned;
    private long bytes;

    @Override
    public void addLast(QueuedMessage message) {
        fresh.addLast(message);
        bytes += message.size();
    }

    @Override
    public void restore(QueuedMessage message) {
        if (returned == null) returned = new PriorityQueue<>(BY_POSITION);
        returned.add(message);
        bytes += message.size();
    }

    /** @return the message that is to be handed out next, or null when there is none; it stays */
    QueuedMessage peekFirst() {
        return returned == null ? fresh.peekFirst() : returned.peek();
    }

    @Override
    public QueuedMessage pollFirst() {
        QueuedMessage first = returned == null ? fresh.pollFirst() : pollReturned();
        if (first != null) bytes -= first.size();
        return first;
    }

    @Override
    public QueuedMessage pollSurplus() {
        return pollFirst();
    }

    @Override
    public QueuedMessage pollExpired(long millis) {
        QueuedMessage first = peekFirst();
        return first == null || first.expiresAt() > millis ? null : pollFirst();
    }

    @Override
    public long nextExpiry() {
        QueuedMessage first = peekFirst();
        return first == null ? QueuedMessage.NEVER : first.expiresAt();
    }

    @Override
    public boolean isEmpty() {
        return returned == null && fresh.isEmpty();
    }

    @Override
    public int size() {
        return fresh.size() + (returned == null ? 0 : returned.size());
    }

    @Override
    public long bytes() {
        return bytes;
    }

    private QueuedMessage pollReturned() {
        QueuedMessage first = returned.poll();
        if (returned.isEmpty()) returned = null;
        return first;
    }
}
