package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The consumers of a queue, taken in turn. Only those with room stand in line, so that choosing the next costs the
 * same however many there are.
 */
final class Consumers {

    private final String queueDescription;
    private final Set<Consumer> all = new LinkedHashSet<>();
    private final Deque<Consumer> line = new ArrayDeque<>(2);
    private List<Consumer> toFlush = new ArrayList<>(2);

    /** @param queueDescription how error texts name the queue */
    Consumers(String queueDescription) {
        this.queueDescription = queueDescription;
    }

    /** @throws AmqpException 403 when an exclusive consumer is here, or the new one wants to be and is not alone */
    void add(Consumer consumer) {
        boolean inExclusiveUse = all.size() == 1 && all.iterator().next().isExclusive();
        if (inExclusiveUse || consumer.isExclusive() && !all.isEmpty()) {
            throw new AmqpException(ReplyCode.ACCESS_REFUSED, queueDescription + " in exclusive use");
        }
        all.add(consumer);
        lineUp(consumer);
    }

    boolean remove(Consumer consumer) {
        if (!all.remove(consumer)) return false;
        if (consumer.listed) line.remove(consumer);
        consumer.listed = false;
        return true;
    }

    /** Puts the consumer in line if it can take something and does not stand there yet. */
    void lineUp(Consumer consumer) {
        if (consumer.listed || !consumer.hasRoom() || !all.contains(consumer)) return;
        consumer.listed = true;
        line.addLast(consumer);
    }

    /** @return the consumer whose turn it is, or null when none has room */
    Consumer nextWithRoom() {
        for (Consumer next = line.peekFirst(); next != null; next = line.peekFirst()) {
            if (next.hasRoom() && next.mayTakeOne()) return next;
            line.removeFirst();
            next.listed = false;
        }
        return null;
    }

    /** Hands the message to the consumer at the head of the line, which then goes to its end. */
    void deliver(Consumer next, QueuedMessage message) {
        next.deliver(message);
        if (line.size() > 1) line.addLast(line.removeFirst());
        if (!next.flushing) {
            next.flushing = true;
            toFlush.add(next);
        }
    }

    /** However many messages the turn had, each consumer's channel hears of it once. */
    void flush() {
        for (int i = 0; i < toFlush.size(); i++) {
            Consumer consumer = toFlush.get(i);
            consumer.flushing = false;
            consumer.flush();
        }
        toFlush.clear();
    }

    /** Tells all consumers that their queue is gone. */
    void cancelAll() {
        flush();
        all.forEach(Consumer::cancelled);
        all.clear();
        line.clear();
    }

    int size() {
        return all.size();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }
}
