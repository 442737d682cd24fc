package io.leveret.broker.amqp;

import io.leveret.codec.method.BasicMethod;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.ConsumerRef;
import io.leveret.engine.queue.DeliveryTarget;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.view.ChannelName;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * A consumer on its channel: takes what the queue delivers to the connection's loop and writes it, as long as the
 * socket takes it. The rest waits here; it cannot be much, as the queue sends no more than its window before it hears that
 * deliveries were written.
 */
final class ChannelConsumer implements DeliveryTarget, Backlog.Source {

    private final AmqpChannel channel;
    private final String tag;
    private final boolean noAck;
    private final Queue<QueuedMessage> waiting = new ArrayDeque<>(0);
    private ConsumerRef ref;
    private boolean ended;

    ChannelConsumer(AmqpChannel channel, String tag, boolean noAck) {
        this.channel = channel;
        this.tag = tag;
        this.noAck = noAck;
    }

    String tag() {
        return tag;
    }

    /** The queue has the consumer; its first delivery comes after this. */
    void start(ConsumerRef consumer) {
        ref = consumer;
    }

    ConsumerRef ref() {
        return ref;
    }

    @Override
    public Optional<ChannelName> channel() {
        return Optional.of(channel.stats().name());
    }

    @Override
    public void tags(List<QueuedMessage> messages, Consumer<long[]> answer) {
        ChannelGetter.tags(channel, messages, answer);
    }

    @Override
    public void deliver(List<QueuedMessage> batch) {
        if (channel.loop().isCurrent()) onDeliver(batch);
        else channel.loop().execute(() -> onDeliver(batch));
    }

    @Override
    public void timedOut(long timeout) {
        if (channel.loop().isCurrent()) onTimedOut(timeout);
        else channel.loop().execute(() -> onTimedOut(timeout));
    }

    @Override
    public void cancelled() {
        if (channel.loop().isCurrent()) onCancelled();
        else channel.loop().execute(this::onCancelled);
    }

    @Override
    public boolean writeShare() {
        int messages = 0;
        long bytes = 0;
        while (!waiting.isEmpty() && messages < Backlog.SHARE && channel.isWritable()) {
            QueuedMessage next = waiting.remove();
            messages++;
            bytes += next.message().body().size();
            write(next);
        }
        boolean moreWaits = !waiting.isEmpty(); // asked before the queue hears, which may bring the next at once
        if (messages > 0) ref.written(messages, bytes);
        return moreWaits;
    }

    /** Writes what waits, whether the socket has room or not: nothing follows. */
    void finish() {
        ended = true;
        while (!waiting.isEmpty() && !channel.isEnded()) write(waiting.remove());
        giveBackWaiting(); // of a channel that ended over one of them
    }

    /** Ends the consumer with its channel. What the client has not got goes back to the queue. */
    void end() {
        if (ended) return;
        ended = true;
        channel.outbox().cancel(ref);
        giveBackWaiting();
    }

    private void onDeliver(List<QueuedMessage> batch) {
        boolean isNext = waiting.isEmpty();
        int written = isNext && !ended ? write(batch) : 0;
        for (int i = written; i < batch.size(); i++) {
            if (ended) giveBack(batch.get(i));
            else waiting.add(batch.get(i));
        }
        if (isNext && !waiting.isEmpty()) channel.lineUp(this);
        channel.noteWork();
    }

    /** @return how many were written before the socket had enough */
    private int write(List<QueuedMessage> batch) {
        int messages = 0;
        long bytes = 0;
        while (messages < batch.size() && !ended && channel.isWritable()) {
            QueuedMessage next = batch.get(messages++);
            bytes += next.message().body().size();
            write(next);
        }
        if (messages > 0) ref.written(messages, bytes);
        return messages;
    }

    private void write(QueuedMessage delivery) {
        Message message = delivery.message();
        long deliveryTag = channel.nextTag();
        if (!noAck) channel.unacked().add(deliveryTag, ref.queue(), delivery);
        BasicMethod.Deliver deliver = new BasicMethod.Deliver(
                tag, deliveryTag, delivery.isRedelivered(), message.exchange(), message.routingKey());
        channel.deliver(deliver, delivery.deliveredProperties(channel.longestProperties()), message.body());
        channel.trace().delivered(ref.queue(), delivery);
        channel.stats().delivered(ref.queue(), delivery, noAck);
    }

    private void giveBackWaiting() {
        waiting.forEach(this::giveBack);
        waiting.clear();
    }

    private void giveBack(QueuedMessage delivery) {
        if (!noAck) channel.giveBack(ref.queue(), delivery);
    }

    private void onTimedOut(long timeout) {
        if (ended) return;
        finish();
        channel.consumerTimedOut(this, timeout);
        channel.noteWork();
    }

    private void onCancelled() {
        if (ended) return;
        finish();
        channel.consumerCancelled(this);
    }
}
