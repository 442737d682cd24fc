package io.leveret.benchmarks.queue;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.ConsumerRef;
import io.leveret.engine.queue.ConsumerRequest;
import io.leveret.engine.queue.DeliveryTarget;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueOwner;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.queue.Settlement;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.QueueLog;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Publish, deliver and settle in bursts, all on one loop: what the queue itself costs. The plain queue is the measure;
 * the others show what a feature costs those who use it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark {

    private static final int BURST = 64;

    @Param({"plain", "x-message-ttl", "x-max-length", "x-max-priority", "x-delivery-limit", "x-message-groups"})
    public String queueWith;

    @Param({"true", "false"})
    public boolean noAck;

    private final InlineLoop loop = new InlineLoop();
    private final Outbox outbox = new Outbox(busy -> { });
    private final Message message = new Message("", "q", BasicProperties.EMPTY, Body.of(new byte[16]));
    private QueueRef queue;
    private Sink sink;

    @Setup
    public void declare() {
        FieldTable arguments = arguments();
        queue = new QueueRef(1, "/", new QueueDeclaration("q", false, false, false, arguments), Optional.empty(),
            QueueSettings.ofArguments(arguments, "queue"), loop, QueueLog.NONE, new NoNeighbours());
        sink = new Sink();
        queue.consume(new ConsumerRequest("t", noAck, false, 0, FieldTable.EMPTY, sink, Optional.empty()), sink);
    }

    /** One message, in a burst of 64. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long publishDeliverSettle() {
        for (int i = 0; i < BURST; i++) outbox.publish(queue, message, Confirmations.NONE, 0);
        outbox.flush();
        sink.settleAll();
        outbox.flush();
        loop.runAll();
        return sink.received;
    }

    private FieldTable arguments() {
        return switch (queueWith) {
            case "plain" -> FieldTable.EMPTY;
            case "x-message-groups" -> FieldTable.EMPTY.with(queueWith, FieldValue.bool(true));
            case "x-max-priority" -> FieldTable.EMPTY.with(queueWith, FieldValue.longInt(10));
            default -> FieldTable.EMPTY.with(queueWith, FieldValue.longInt(1_000_000));
        };
    }

    /** Takes deliveries as a channel does: acknowledges them, and tells what was written. */
    private final class Sink implements DeliveryTarget, Answer<ConsumerRef> {
        private List<QueuedMessage> batch = List.of();
        private ConsumerRef ref;
        private long received;

        @Override
        public void deliver(List<QueuedMessage> delivered) {
            batch = delivered;
        }

        void settleAll() {
            received += batch.size();
            if (!noAck) {
                for (int i = 0; i < batch.size(); i++) outbox.settle(queue, batch.get(i), Settlement.ACK);
            }
            ref.written(batch.size(), 16L * batch.size());
            batch = List.of();
        }

        @Override
        public void completed(ConsumerRef consumer) {
            ref = consumer;
        }

        @Override
        public void failed(AmqpException error) {
            throw error;
        }

        @Override
        public void timedOut(long timeout) {
        }

        @Override
        public void cancelled() {
        }
    }

    /** Always current; what is posted runs when asked. */
    private static final class InlineLoop implements Loop {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Timer schedule(Runnable task, long delayMillis) {
            return () -> { };
        }

        @Override
        public long millis() {
            return System.nanoTime() / 1_000_000;
        }

        @Override
        public boolean isCurrent() {
            return true;
        }

        void runAll() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
        }
    }

    private static final class NoNeighbours implements QueueOwner {
        @Override
        public void unused(QueueRef unused) {
        }

        @Override
        public void route(Message letter, Matches<QueueRef> matches) {
        }
    }
}
