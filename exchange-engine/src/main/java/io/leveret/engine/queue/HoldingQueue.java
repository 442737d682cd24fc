package io.leveret.engine.queue;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.StoreTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an exchange keeps messages until they are due: a queue without a name in its virtual host, and its one consumer,
 * which routes them. A message is acknowledged when the queues it reached have confirmed it, so that a crash in between
 * loses nothing, and so that no more is under way than they can take. Lives on the queue's home loop.
 */
public final class HoldingQueue implements QueueOwner, DeliveryTarget {

    /** Messages that may wait for the queues they reached. */
    private static final int MOST_UNDER_WAY = 2048;

    /** Queues may take their time to confirm: ten years, the most that can be asked for. */
    private static final FieldTable PATIENT =
        FieldTable.EMPTY.with("x-consumer-timeout", FieldValue.longInt(315_360_000_000L));

    /** What cannot be routed for a bug is not lost for it, and tried again after one second, two, up to a minute. */
    private static final FieldTable RETRYING = FieldTable.EMPTY
        .with("x-delayed-retry-type", FieldValue.longString("all"))
        .with("x-delayed-retry-min", FieldValue.signedInt(1000))
        .with("x-delayed-retry-max", FieldValue.signedInt(60_000));

    private static final Logger log = LoggerFactory.getLogger(HoldingQueue.class);

    private final QueueStorage storage;
    private final QueueRef queue;
    private final BiConsumer<Message, Matches<QueueRef>> exchange;
    private final Outbox outbox = Outbox.thatPosts(busy -> { });
    private final Matches<QueueRef> matches = new Matches<>();
    private final Map<Long, UnderWay> underWay = new HashMap<>();
    private final Confirmations arrivals;
    private ConsumerRef consumer;

    /**
     * Opened under the virtual host's lock, so all it does at first is posted.
     *
     * @param exchangeName of the exchange that delays
     * @param exchange     finds the queues of a message that has waited
     */
    public HoldingQueue(long id, String virtualHost, String exchangeName, boolean durable, Loop home, QueueStorage storage,
                        BiConsumer<Message, Matches<QueueRef>> exchange) {
        this.exchange = exchange;
        this.storage = storage;
        QueueDeclaration declaration =
            new QueueDeclaration("amq.delayed-" + exchangeName, durable, false, false, FieldTable.EMPTY);
        this.queue = new QueueRef(id, virtualHost, declaration, Optional.empty(),
            QueueSettings.ofArguments(RETRYING, exchangeName), home, storage.disk().open(id, durable, home), this);
        this.arrivals = new Arrivals(queue, this::arrived);
        queue.post(this::consume);
    }

    public QueueRef queue() {
        return queue;
    }

    @Override
    public QueueStorage storage() {
        return storage;
    }

    @Override
    public boolean delays() {
        return true;
    }

    @Override
    public long delayOf(Message message) {
        return message.delay();
    }

    @Override
    public void deliver(List<QueuedMessage> batch) {
        long bytes = 0;
        List<QueuedMessage> routed = new ArrayList<>();
        for (QueuedMessage due : batch) {
            try {
                if (route(due)) routed.add(due);
            } catch (RuntimeException bug) {
                log.error("{} cannot route {}", queue, due.message(), bug);
                outbox.settle(queue, due, Settlement.RETURN);
            }
            bytes += due.size();
        }
        matches.clear(); // or what it found last would stay in memory with it
        handOver(routed);
        consumer.written(batch.size(), bytes);
    }

    /** The exchange is gone, and whatever was held with it. */
    @Override
    public void cancelled() {
        underWay.clear();
    }

    @Override
    public void timedOut(long timeout) {
        throw new IllegalStateException("queues have not confirmed what " + queue + " gave them for " + timeout + " ms");
    }

    @Override
    public void unused(QueueRef unused) {
        throw new IllegalStateException(unused + " goes with its exchange only");
    }

    /** It has no dead letters. */
    @Override
    public void route(Message message, Matches<QueueRef> none) {
    }

    private void consume() {
        ConsumerRequest request = new ConsumerRequest("", false, true, MOST_UNDER_WAY, PATIENT, this, Optional.empty());
        if (!queue.queue().isDeleted()) consumer = queue.queue().consume(request);
    }

    /** In the journal the messages leave together with the arrival of their copies; here not before all have answered. */
    private void handOver(List<QueuedMessage> routed) {
        int parts = queue.isDurable() ? outbox.parts() : 0; // else nothing of it is in the journal
        if (routed.isEmpty() || parts == 0) {
            outbox.flush();
            return;
        }
        StoreTransaction transaction = storage.disk().begin();
        transaction.expect(1 + parts);
        queue.queue().departures().removeFromLog(routed, transaction);
        outbox.flush(transaction, Confirmations.NONE);
    }

    /** @return whether there are queues that want it */
    private boolean route(QueuedMessage due) {
        Message message = due.message().afterDelay();
        matches.clear();
        exchange.accept(message, matches);
        Confirmations told = matches.newKeys().forgottenWhenRefused(arrivals);
        outbox.publishAll(message, matches, told, due.position());
        if (matches.isEmpty()) outbox.settle(queue, due, Settlement.ACK);
        else underWay.put(due.position(), new UnderWay(due, matches.size()));
        return !matches.isEmpty();
    }

    private void arrived(long position) {
        UnderWay waiting = underWay.get(position);
        if (waiting == null || --waiting.copies > 0) return;
        underWay.remove(position);
        queue.queue().settle(waiting.message, Settlement.ACK);
    }

    /** A message that was routed, and how many queues have still to confirm it. */
    private static final class UnderWay {
        private final QueuedMessage message;
        private int copies;

        UnderWay(QueuedMessage message, int copies) {
            this.message = message;
            this.copies = copies;
        }
    }
}
