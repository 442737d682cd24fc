package io.leveret.engine.queue;

import io.leveret.codec.value.BasicProperties;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.view.ConsumerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What only the queue's loop can tell.
 *
 * @param consumers    in the order they came
 * @param activeTag    of the single active consumer
 * @param exclusiveTag of the consumer that has the queue for itself
 * @param headTimestamp of the first message, in seconds since 1970, if it has one and is in the heap
 */
public record QueueCensus(List<ConsumerInfo> consumers, Optional<String> activeTag, Optional<String> exclusiveTag,
                          OptionalLong headTimestamp) {

    static QueueCensus of(QueueRef queue, Consumers consumers, QueuedMessage head, QueueSettings settings) {
        List<ConsumerInfo> all = new ArrayList<>(consumers.size());
        boolean singleActive = settings.hasSingleActiveConsumer();
        consumers.forEach(consumer -> {
            ConsumerRequest request = consumer.request();
            boolean active = consumers.serves(consumer);
            long timeout = consumer.timeout() == QueueSettings.NONE ? settings.consumerTimeout() : consumer.timeout();
            all.add(new ConsumerInfo(queue.virtualHost(), queue.name(), request.tag(), request.target().channel(), !request.noAck(),
                request.exclusive(), request.noAck() ? request.prefetch() : consumer.prefetch(), consumer.priority(), active, activity(active, singleActive),
                request.arguments(), timeout));
        });
        return new QueueCensus(List.copyOf(all), consumers.active().map(consumer -> consumer.request().tag()),
            consumers.exclusive().map(consumer -> consumer.request().tag()), timestampOf(head));
    }

    private static String activity(boolean active, boolean singleActive) {
        if (!active) return "waiting";
        return singleActive ? "single_active" : "up";
    }

    private static OptionalLong timestampOf(QueuedMessage head) {
        if (head == null) return OptionalLong.empty();
        BasicProperties properties = head.message().properties();
        return properties.timestamp();
    }
}
