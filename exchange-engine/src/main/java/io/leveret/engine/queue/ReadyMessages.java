package io.leveret.engine.queue;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The messages of a queue that wait for a consumer, in the order of their positions. What comes back is older than
 * everything that was never handed out, because messages leave from the head: so returned messages are kept apart,
 * sorted, and go first.
 */
final class ReadyMessages {

    private static final Comparator<QueuedMessage> BY_POSITION = Comparator.comparingLong(QueuedMessage::position);

    private final ChunkedFifo<QueuedMessage> fresh = new ChunkedFifo<>();
    private PriorityQueue<QueuedMessage> returned;
    private long bytes;

    void addLast(QueuedMessage message) {
        fresh.addLast(message);
        bytes += message.size();
    }

    /** Puts a message that had been handed out back to its old place. */
    void restore(QueuedMessage message) {
        if (returned == null) returned = new PriorityQueue<>(BY_POSITION);
        returned.add(message);
        bytes += message.size();
    }

    /** @return the oldest message, or null when there is none */
    QueuedMessage pollFirst() {
        QueuedMessage first = returned == null ? fresh.pollFirst() : pollReturned();
        if (first != null) bytes -= first.size();
        return first;
    }

    boolean isEmpty() {
        return returned == null && fresh.isEmpty();
    }

    int size() {
        return fresh.size() + (returned == null ? 0 : returned.size());
    }

    /** The bodies of the ready messages, in bytes. */
    long bytes() {
        return bytes;
    }

    private QueuedMessage pollReturned() {
        QueuedMessage first = returned.poll();
        if (returned.isEmpty()) returned = null;
        return first;
    }
}
