package io.leveret.api.metrics;

import io.leveret.engine.settings.QueueType;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.Passage;
import io.leveret.engine.view.QueueDetails;
import io.leveret.engine.view.QueueInfo;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Collection;
import java.util.List;

/** Of queues. */
final class QueueMetrics {

    private static final String CONSUMERS = "Consumers of the queue";

    static final Group COARSE = Group.of(queues()
        .level("queue_messages_ready", "Messages that wait for a consumer", queue -> queue.depth().ready())
        .level("queue_messages_unacked", "Messages delivered and not acknowledged yet", queue -> queue.depth().unacked())
        .level("queue_messages", "Messages in the queue, waiting or unacknowledged", queue -> queue.depth().messages()));

    static final Group CONSUMER_COUNT = Group.of(queues().level("queue_consumers", CONSUMERS, QueueInfo::consumers));

    static final Group FINE = Group.of(queues()
        .level("queue_consumers", CONSUMERS, QueueInfo::consumers)
        .level("queue_consumer_capacity", "Part of the time in which consumers could have taken more", QueueInfo::consumerCapacity)
        .level("queue_consumer_utilisation", "The older name of the capacity", QueueInfo::consumerCapacity)
        .level("queue_process_memory_bytes", "Heap that the queue takes up, about", QueueInfo::memory)
        .level("queue_messages_ram", "Messages whose bodies are in memory", queue -> queue.depth().inHeap())
        .level("queue_messages_ram_bytes", "Bodies in memory", queue -> queue.depth().bytesInHeap())
        .level("queue_messages_ready_ram", "Messages that wait and whose bodies are in memory", queue -> queue.depth().readyInHeap())
        .level("queue_messages_unacked_ram", "Unacknowledged messages whose bodies are in memory", queue -> queue.depth().unackedInHeap())
        .level("queue_messages_persistent", "Persistent messages", queue -> queue.depth().persistent())
        .level("queue_messages_persistent_bytes", "Bodies of persistent messages", queue -> queue.depth().persistentBytes())
        .level("queue_messages_bytes", "Bodies of all messages", queue -> queue.depth().bytes())
        .level("queue_messages_ready_bytes", "Bodies of messages that wait", queue -> queue.depth().readyBytes())
        .level("queue_messages_unacked_bytes", "Bodies of unacknowledged messages", queue -> queue.depth().unackedBytes())
        .count("queue_disk_reads", "Messages read from disk", Metric.DISK_READS)
        .count("queue_disk_writes", "Messages written to disk", Metric.DISK_WRITES))
        .and(QueueMetrics::heads);

    static final Group DELIVERY = Group.of(queues().deliveries("queue"));

    /** What came into a queue through one exchange. */
    private record Arrivals(QueueInfo queue, Passage through) {
    }

    static final Group EXCHANGE = Group.of(new Family<Arrivals>(QueueMetrics::arrivals, each -> Labels.of("vhost",
        each.queue().virtualHost(), "exchange", each.through().name(), "queue", each.queue().name()), each -> each.through().stats())
        .count("queue_exchange_messages_published", "Messages that came into the queue through the exchange", Metric.ENQUEUED));

    /** RabbitMQ says by which channel, too. */
    static final Group CHANNEL_EXCHANGE = Group.of(new Family<Arrivals>(QueueMetrics::arrivals, each -> Labels.of("queue_vhost",
        each.queue().virtualHost(), "queue", each.queue().name(), "exchange_vhost", each.queue().virtualHost(),
        "exchange", each.through().name()), each -> each.through().stats())
        .count("queue_messages_published", "Messages that came into the queue through an exchange", Metric.ENQUEUED));

    private QueueMetrics() {
    }

    private static Family<QueueInfo> queues() {
        return new Family<>(Observed::queues, QueueMetrics::labels, QueueInfo::stats);
    }

    private static Labels labels(QueueInfo queue) {
        return Labels.of("queue", queue.name(), "vhost", queue.virtualHost());
    }

    private static Collection<Arrivals> arrivals(Observed seen) {
        return seen.queues().stream()
            .flatMap(queue -> seen.view().incoming(queue).stream().map(through -> new Arrivals(queue, through))).toList();
    }

    /** Beside whatever else is said of each queue. */
    static void infos(Observed seen, Scrape into) {
        for (QueueInfo queue : seen.queues()) {
            into.info("queue", "What kind of queue it is", Labels.of("membership", "leader", "queue", queue.name(),
                "queue_type", module(queue), "vhost", queue.virtualHost()));
        }
    }

    /** As the global counters have it. */
    private static String module(QueueInfo queue) {
        return queue.type().equals(QueueType.QUORUM.toString()) ? QueueType.QUORUM.module() : QueueType.CLASSIC.module();
    }

    /** Queues have to be asked for it, so those without messages are left alone. */
    private static void heads(Observed seen, Scrape into, boolean each) {
        if (!each) return;
        List<QueueInfo> filled = seen.queues().stream().filter(queue -> queue.depth().ready() > 0).toList();
        for (QueueDetails queue : seen.details(filled)) {
            queue.headTimestamp().ifPresent(timestamp -> into.gauge("queue_head_message_timestamp",
                "Timestamp property of the message at the head", labels(queue.info()), timestamp));
        }
    }
}
