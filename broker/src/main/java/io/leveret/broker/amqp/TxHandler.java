package io.leveret.broker.amqp;

import io.leveret.broker.amqp.UnackedDeliveries.Delivery;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.TxMethod;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.exchange.NewKeys;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.queue.Settlement;
import io.leveret.engine.store.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Class 90: what a channel in transaction mode publishes and settles is held until it commits. Messages are routed when
 * they are published, delivery tags are checked at once. Lives on the connection's loop.
 */
final class TxHandler {

    /** An open transaction holds its messages in memory. */
    private static final long MOST_HELD_BYTES = 256L << 20;

    /** What a held message or settlement costs beside its body and properties. */
    private static final int OVERHEAD = 128;

    /**
     * A message with where it goes: to queues, or as a direct reply to a requester, or back.
     *
     * @param keys by which exchanges will know it
     */
    private record HeldPublish(Message message, List<QueueRef> queues, NewKeys keys,
                               Optional<Consumer<Message>> requester, boolean returned) {
    }

    private record HeldSettlement(Delivery delivery, Settlement settlement) {
    }

    private final AmqpChannel channel;
    private boolean selected;
    private List<HeldPublish> publishes = new ArrayList<>(0);
    private List<HeldSettlement> settlements = new ArrayList<>(0);
    private long heldBytes;

    TxHandler(AmqpChannel channel) {
        this.channel = channel;
    }

    void handle(Method method) {
        if (method instanceof TxMethod.Commit) commit();
        else if (method instanceof TxMethod.Rollback) rollBackAndAnswer();
        else if (method instanceof TxMethod.Select) select();
        else throw Method.unexpected(method);
    }

    boolean isSelected() {
        return selected;
    }

    /** Messages that wait for the commit. */
    int heldPublishes() {
        return publishes.size();
    }

    int heldSettlements() {
        return settlements.size();
    }

    void hold(Message message, Matches<QueueRef> matches, boolean mandatory) {
        List<QueueRef> queues = new ArrayList<>(matches.size());
        for (int i = 0; i < matches.size(); i++) queues.add(matches.queue(i));
        hold(new HeldPublish(message, queues, matches.newKeys().suspended(), Optional.empty(), mandatory && matches.isUnroutable()));
    }

    void holdReply(Message message, Optional<Consumer<Message>> requester, boolean mandatory) {
        hold(new HeldPublish(message, List.of(), NewKeys.NONE, requester, mandatory && requester.isEmpty()));
    }

    void hold(long tag, QueueRef queue, QueuedMessage message, Settlement settlement) {
        settlements.add(new HeldSettlement(new Delivery(tag, queue, message), settlement));
        grow(0);
    }

    /** Drops what was published; what was settled is unacked again. */
    void rollback() {
        for (HeldPublish held : publishes) held.keys().forget();
        channel.unacked().putBack(settlements.stream().map(HeldSettlement::delivery).toList());
        startAnew();
    }

    private void select() {
        if (channel.confirm().isSelected()) {
            throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "cannot switch from confirm to tx mode");
        }
        selected = true;
        channel.send(new TxMethod.SelectOk());
    }

    private void rollBackAndAnswer() {
        requireSelected();
        rollback();
        channel.send(new TxMethod.RollbackOk());
    }

    private void commit() {
        requireSelected();
        List<HeldPublish> published = publishes;
        List<HeldSettlement> settled = settlements;
        startAnew();
        for (HeldPublish held : published) {
            if (held.returned()) channel.giveBack(held.message());
        }
        channel.outbox().flush();
        TxCommit commit = new TxCommit(channel.ask(this::committed));
        publish(published, commit);
        for (HeldSettlement held : settled) {
            channel.outbox().settle(held.delivery().queue(), held.delivery().message(), held.settlement());
        }
        handOver(channel.outbox(), commit);
        commit.begun();
    }

    /** On disk it is one, whatever it does in how many queues. */
    private void handOver(Outbox outbox, TxCommit commit) {
        channel.connection().burst().notePublish(1);
        int parts = outbox.parts();
        StoreTransaction transaction = parts == 0 ? StoreTransaction.NONE : channel.connection().storage().disk().begin();
        transaction.expect(parts);
        commit.expect(parts);
        outbox.flush(transaction, commit);
    }

    private void publish(List<HeldPublish> published, TxCommit commit) {
        long sequence = 0;
        long now = channel.connection().loop().millis();
        for (HeldPublish held : published) {
            if (!held.keys().resume(now)) continue; // another has come with the key meanwhile
            Message stored = held.message().withoutBlindCopies();
            held.requester().ifPresent(requester -> requester.accept(stored));
            Confirmations told = held.keys().forgottenWhenRefused(commit);
            commit.expect(held.queues().size());
            if (held.queues().size() > 1) stored.share();
            for (QueueRef queue : held.queues()) channel.outbox().publish(queue, stored, told, ++sequence);
        }
    }

    private void committed(boolean whole) {
        if (!whole) throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "partial tx completion");
        channel.send(new TxMethod.CommitOk());
    }

    private void hold(HeldPublish publish) {
        publishes.add(publish);
        grow(publish.message().body().size() + publish.message().properties().length());
    }

    private void grow(long bytes) {
        long more = bytes + OVERHEAD;
        if (heldBytes + more > MOST_HELD_BYTES || !channel.memory().take(more)) {
            throw new AmqpException(ReplyCode.PRECONDITION_FAILED,
                    "transaction is larger than " + heldBytes + " bytes, which is all there is room for");
        }
        heldBytes += more;
    }

    private void startAnew() {
        publishes = new ArrayList<>(0);
        settlements = new ArrayList<>(0);
        channel.memory().give(heldBytes);
        heldBytes = 0;
    }

    private void requireSelected() {
        if (!selected) throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "channel is not transactional");
    }
}
