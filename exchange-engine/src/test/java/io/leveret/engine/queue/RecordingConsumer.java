package io.leveret.engine.queue;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A consumer's channel that writes down what it is given. */
final class RecordingConsumer implements DeliveryTarget {

    final List<QueuedMessage> deliveries = new ArrayList<>();
    int batches;
    boolean cancelled;
    boolean timedOut;
    ConsumerRef ref;

    @Override
    public void deliver(List<QueuedMessage> batch) {
        batches++;
        deliveries.addAll(batch);
    }

    @Override
    public void timedOut(long timeout) {
        timedOut = true;
    }

    @Override
    public void cancelled() {
        cancelled = true;
    }

    List<String> bodies() {
        return deliveries.stream().map(RecordingConsumer::body).toList();
    }

    QueuedMessage last() {
        return deliveries.get(deliveries.size() - 1);
    }

    ConsumerRequest acking(int prefetch) {
        return new ConsumerRequest("tag", false, false, prefetch, FieldTable.EMPTY, this, Optional.empty());
    }

    ConsumerRequest noAck() {
        return new ConsumerRequest("tag", true, false, 0, FieldTable.EMPTY, this, Optional.empty());
    }

    ConsumerRequest exclusive() {
        return new ConsumerRequest("tag", false, true, 0, FieldTable.EMPTY, this, Optional.empty());
    }

    ConsumerRequest sharing(ChannelPrefetch prefetch) {
        return new ConsumerRequest("tag", false, false, 0, FieldTable.EMPTY, this, Optional.of(prefetch));
    }

    ConsumerRequest prioritized(int priority, int prefetch) {
        FieldTable arguments = FieldTable.EMPTY.with("x-priority", FieldValue.signedInt(priority));
        return new ConsumerRequest("tag", false, false, prefetch, arguments, this, Optional.empty());
    }

    ConsumerRequest with(FieldTable arguments) {
        return new ConsumerRequest("tag", false, false, 0, arguments, this, Optional.empty());
    }

    static String body(QueuedMessage message) {
        return new String(message.message().body().toByteArray(), StandardCharsets.UTF_8);
    }
}
