package io.leveret.engine.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import java.util.Optional;

/** A queue. Every method runs on its home loop, one at a time; other threads hold a {@link QueueRef}. */
final class Queue {

    private final QueueRef ref;
    private final QueueLog log;
    private final QueueOwner owner;
    private final ReadyMessages ready = new ReadyMessages();
    private final UnackedMessages unacked = new UnackedMessages();
    private final Consumers consumers;
    private final ConfirmRanges taken = new ConfirmRanges();
    private ConfirmRanges logged = new ConfirmRanges();
    private long nextPosition = 1;
    private boolean hadConsumer;
    private boolean deleted;

    /** @param log where a durable queue writes its persistent messages */
    Queue(QueueRef ref, QueueLog log, QueueOwner owner) {
        this.ref = ref;
        this.log = log;
        this.owner = owner;
        this.consumers = new Consumers(ref.description());
    }

    /** A queue that is gone takes the message and confirms it, as RabbitMQ does: the deletion won the race. */
    void publish(Message message, Confirmations publisher, long sequence) {
        if (deleted) {
            taken.add(publisher, sequence);
            return;
        }
        QueuedMessage queued = new QueuedMessage(nextPosition++, message);
        if (isLogged(queued)) {
            log.append(queued.position(), message);
            logged.add(publisher, sequence);
        } else {
            taken.add(publisher, sequence);
        }
        ready.addLast(queued);
        deliver();
    }

    /** Does nothing for a message that is no longer unacked: its queue was deleted meanwhile. */
    void settle(QueuedMessage message, Settlement settlement) {
        if (!unacked.remove(message)) return;
        Consumer holder = message.holder;
        message.holder = null;
        if (settlement == Settlement.REQUEUE) {
            message.markRedelivered();
            ready.restore(message);
        } else {
            forget(message);
        }
        if (holder != null) {
            holder.settled();
            consumers.lineUp(holder);
        }
    }

    /** @throws AmqpException 404 when the queue is gone, 403 when it is in exclusive use */
    ConsumerRef consume(ConsumerRequest request) {
        requireAlive();
        Consumer consumer = new Consumer(request, ref);
        consumers.add(consumer);
        hadConsumer = true;
        return consumer.ref();
    }

    void cancel(Consumer consumer) {
        if (deleted || !consumers.remove(consumer)) return;
        consumers.flush();
        if (consumers.isEmpty() && hadConsumer && ref.isAutoDelete()) owner.unused(ref);
    }

    void written(Consumer consumer, int messages, long bytes) {
        consumer.written(messages, bytes);
        consumers.lineUp(consumer);
    }

    void share(Consumer consumer, ChannelPrefetch limit) {
        consumer.share(limit);
    }

    void retry(Consumer consumer) {
        consumers.lineUp(consumer);
    }

    Optional<Got> get(boolean noAck) {
        requireAlive();
        QueuedMessage message = ready.pollFirst();
        if (message == null) return Optional.empty();
        if (noAck) forget(message);
        else unacked.add(message);
        return Optional.of(new Got(message, ready.size()));
    }

    /** @return how many ready messages were dropped */
    long purge() {
        requireAlive();
        long purged = ready.size();
        for (QueuedMessage message = ready.pollFirst(); message != null; message = ready.pollFirst()) forget(message);
        return purged;
    }

    QueueStatus status() {
        requireAlive();
        return new QueueStatus(ready.size(), consumers.size());
    }

    /** Drops everything. What is unacked can no longer be settled; consumers hear that they are cancelled. */
    void delete() {
        if (deleted) return;
        deleted = true;
        consumers.cancelAll();
        unacked.clear();
        while (ready.pollFirst() != null) continue;
        log.delete();
    }

    /** What the turn gathered goes out: deliveries once per consumer, confirms in ranges. */
    void endTurn() {
        deliver();
        consumers.flush();
        if (!taken.isEmpty()) {
            taken.run();
            taken.clear();
        }
        if (!logged.isEmpty()) {
            log.whenDurable(logged);
            logged = new ConfirmRanges();
        }
    }

    private void deliver() {
        while (!ready.isEmpty()) {
            Consumer next = consumers.nextWithRoom();
            if (next == null) return;
            QueuedMessage message = ready.pollFirst();
            if (next.isNoAck()) forget(message);
            else unacked.add(message);
            consumers.deliver(next, message);
        }
    }

    /** The message has left the queue for good. */
    private void forget(QueuedMessage message) {
        if (isLogged(message)) log.remove(message.position());
    }

    private boolean isLogged(QueuedMessage message) {
        return ref.isDurable() && message.message().isPersistent();
    }

    private void requireAlive() {
        if (deleted) throw ref.notFound();
    }
}
