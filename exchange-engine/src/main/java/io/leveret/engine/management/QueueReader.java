package io.leveret.engine.management;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.Broker;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.queue.QueueCensus;
import io.leveret.engine.queue.QueueLevel;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStats;
import io.leveret.engine.settings.Policies;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.ConsumerInfo;
import io.leveret.engine.view.QueueDepth;
import io.leveret.engine.view.QueueDetails;
import io.leveret.engine.view.QueueInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Queues as they are shown. */
final class QueueReader {

    /** What a queue and a message in the heap cost beside bodies, in bytes, about. */
    private static final long QUEUE = 8 << 10;
    private static final long MESSAGE = 200;

    /** Over how long it counts that consumers could take no more. */
    private static final double WINDOW_MILLIS = 5_000;

    QueueInfo info(QueueRef queue) {
        QueueStats stats = queue.stats();
        QueueDepth depth = new QueueDepth(stats.ready(), stats.unacked(), stats.level(QueueLevel.READY_BYTES),
            stats.level(QueueLevel.UNACKED_BYTES), stats.level(QueueLevel.PERSISTENT), stats.level(QueueLevel.PERSISTENT_BYTES),
            stats.level(QueueLevel.IN_HEAP), stats.level(QueueLevel.UNACKED_IN_HEAP), stats.level(QueueLevel.BYTES_IN_HEAP));
        long headSince = stats.level(QueueLevel.HEAD_SINCE);
        int consumers = (int) stats.level(QueueLevel.CONSUMERS);
        return new QueueInfo(queue.virtualHost(), queue.name(), queue.type().toString(), queue.isDurable(), queue.isAutoDelete(),
            queue.isExclusive(), queue.arguments(), queue.exclusiveOwner(), queue.isBusy(), depth, consumers,
            consumers == 0 ? 0 : capacity(queue), headSince == 0 ? OptionalLong.empty() : OptionalLong.of(headSince),
            stats.level(QueueLevel.HEAD_IS_OLDER) == 1, stats.history().idleSince(),
            QUEUE + depth.inHeap() * MESSAGE + depth.bytesInHeap(), stats.history());
    }

    private static double capacity(QueueRef queue) {
        long since = queue.stats().level(QueueLevel.WAITS_SINCE);
        double waiting = since == 0 ? 0 : (queue.home().millis() - since) / WINDOW_MILLIS;
        double waited = queue.stats().history().rate(Metric.WAITED) / 1000;
        return Math.max(0, Math.min(1, 1 - waiting - waited));
    }

    /** On the queue's loop. */
    void details(QueueRef queue, Broker broker, Consumer<QueueDetails> whenKnown) {
        QueueInfo info = info(queue);
        census(queue, census -> whenKnown.accept(census == null ? null : details(queue, info, census, broker)));
    }

    /** On the queue's loop. */
    void consumers(QueueRef queue, Consumer<List<ConsumerInfo>> whenKnown) {
        census(queue, census -> whenKnown.accept(census == null ? null : census.consumers()));
    }

    private static QueueDetails details(QueueRef queue, QueueInfo info, QueueCensus census, Broker broker) {
        Policies policies = broker.virtualHost(queue.virtualHost()).policies();
        Optional<Policy> policy = policies.ofQueue(queue.name(), queue.type());
        Optional<Policy> operators = policies.ofOperator(queue.name(), queue.type());
        return new QueueDetails(info, policy.map(Policy::name), operators.map(Policy::name), effective(policies, queue),
            census.consumers(), census.activeTag(), census.exclusiveTag(), census.headTimestamp());
    }

    private static FieldTable effective(Policies policies, QueueRef queue) {
        FieldTable.Builder said = FieldTable.builder();
        policies.saidOf(queue.name(), queue.type()).forEach(said::put);
        return said.build();
    }

    private static void census(QueueRef queue, Consumer<QueueCensus> whenKnown) {
        queue.census(new Answer<>() {
            @Override
            public void completed(QueueCensus census) {
                whenKnown.accept(census);
            }

            @Override
            public void failed(AmqpException gone) {
                whenKnown.accept(null);
            }
        });
    }
}
