package io.leveret.engine.queue;

import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.SharedBodies;
import io.leveret.engine.store.StoreTransaction;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a connection has for queues since it last flushed, so that a burst read from its socket reaches each queue as
 * one batch. Lives on the connection's loop. Publishes and settlements of one connection reach a queue in the order
 * given here; whoever asks a queue something flushes first.
 */
public final class Outbox {

    private final Map<QueueRef, QueueBatch> batches = new IdentityHashMap<>();
    private final List<QueueBatch> inOrder = new ArrayList<>();
    private final Consumer<QueueRef> onBusy;
    private final SharedBodies bodies;
    private final boolean posts;
    private QueueBatch latest;
    private boolean sharesBodies;

    /** @param onBusy called for each queue that, when it has its batch, is so far behind that its sources should pause */
    public Outbox(Consumer<QueueRef> onBusy) {
        this(onBusy, SharedBodies.NONE);
    }

    /** @param bodies where a message is written that goes to several durable queues */
    public Outbox(Consumer<QueueRef> onBusy, SharedBodies bodies) {
        this(onBusy, bodies, false);
    }

    private Outbox(Consumer<QueueRef> onBusy, SharedBodies bodies, boolean posts) {
        this.onBusy = onBusy;
        this.bodies = bodies;
        this.posts = posts;
    }

    /**
     * An outbox for a queue's own turn, or for use under a lock: it never runs another queue's there, so a chain of
     * queues that hand on to each other is walked turn by turn and not by recursion.
     */
    public static Outbox thatPosts(Consumer<QueueRef> onBusy) {
        return new Outbox(onBusy, SharedBodies.NONE, true);
    }

    /**
     * @param publisher told when the queue has taken the message; {@link Confirmations#NONE} when nobody asks
     * @param sequence  how the publisher knows the message
     */
    public void publish(QueueRef queue, Message message, Confirmations publisher, long sequence) {
        batchFor(queue).publish(message, publisher, sequence);
    }

    /**
     * Publishes a message that no queue has yet to all queues it reaches.
     *
     * @param publisher as in {@link #publish}, told once for each of them
     */
    public void publishAll(Message message, Matches<QueueRef> reached, Confirmations publisher, long sequence) {
        int queues = reached.size();
        if (queues > 1) share(message, reached);
        for (int i = 0; i < queues; i++) publish(reached.queue(i), message, publisher, sequence);
    }

    public void settle(QueueRef queue, QueuedMessage message, Settlement settlement) {
        whole(queue).settle(message, settlement);
    }

    /**
     * Ends a consumer. What is given back after that, up to the next flush, is in its old place again before the queue
     * delivers anything more: so a consumer that dies with messages in hand does not change their order.
     */
    public void cancel(ConsumerRef consumer) {
        whole(consumer.queue()).cancel(consumer);
    }

    /** How many parts of a transaction there would be if everything was handed over as one. */
    public int parts() {
        int parts = 0;
        for (int i = 0; i < inOrder.size(); i++) if (inOrder.get(i).ref().isDurable()) parts++;
        return parts;
    }

    /**
     * Hands everything over as parts of a transaction, which expects all of them.
     *
     * @param committer told for each part when the transaction is durable
     */
    public void flush(StoreTransaction transaction, Confirmations committer) {
        for (QueueBatch batch : inOrder) if (batch.ref().isDurable()) batch.makePartOf(transaction, committer);
        flush();
    }

    /** Hands everything over. */
    public void flush() {
        if (inOrder.isEmpty()) return;
        if (sharesBodies) bodies.handOver();
        sharesBodies = false;
        QueueBatch[] full = inOrder.toArray(new QueueBatch[0]);
        inOrder.clear();
        batches.clear();
        latest = null;
        for (QueueBatch batch : full) {
            if (posts) batch.ref().post(batch);
            else batch.ref().submit(batch);
            if (batch.ref().isBusy()) onBusy.accept(batch.ref()); // now, as the queue is near: a burst may be for thousands
        }
    }

    private void share(Message message, Matches<QueueRef> reached) {
        message.share();
        if (bodies == SharedBodies.NONE || !message.isPersistent()) return;
        int durable = 0;
        for (int i = 0; i < reached.size(); i++) if (reached.queue(i).isDurable()) durable++;
        if (durable < 2) return;
        bodies.share(message);
        sharesBodies = true;
    }

    /** The queue's batch, however full: what belongs together is not split. */
    private QueueBatch whole(QueueRef queue) {
        QueueBatch batch = latest != null && latest.ref() == queue ? latest : batches.get(queue);
        return batch == null ? batchFor(queue) : batch;
    }

    private QueueBatch batchFor(QueueRef queue) {
        if (latest != null && latest.ref() == queue && !latest.isFull()) return latest;
        QueueBatch batch = batches.get(queue);
        if (batch == null || batch.isFull()) {
            batch = new QueueBatch(queue);
            batches.put(queue, batch);
            inOrder.add(batch);
        }
        latest = batch;
        return batch;
    }
}
