package io.leveret.engine.queue;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Messages of a queue that wait before they are handed out, for the first time or again, the earliest due first. */
final class DelayedMessages {

    private final Queue<Delayed> waiting = new PriorityQueue<>(
        Comparator.comparingLong(Delayed::dueAt).thenComparingLong(delayed -> delayed.message().position()));

    void add(QueuedMessage message, long dueAt) {
        waiting.add(new Delayed(message, dueAt));
    }

    /** @return a message whose wait is over, or null */
    QueuedMessage pollDue(long millis) {
        Delayed first = waiting.peek();
        return first == null || first.dueAt() > millis ? null : waiting.poll().message();
    }

    /** Milliseconds since 1970, {@link QueuedMessage#NEVER} when nothing waits. */
    long nextDue() {
        Delayed first = waiting.peek();
        return first == null ? QueuedMessage.NEVER : first.dueAt();
    }

    void clear() {
        waiting.clear();
    }

    private record Delayed(QueuedMessage message, long dueAt) {
    }
}
