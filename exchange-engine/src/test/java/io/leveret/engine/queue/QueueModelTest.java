package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.QueueLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random histories of a queue, against a model that is too simple to be wrong. */
class QueueModelTest {

    private enum Step { PUBLISH, GET, GET_NO_ACK, ACK_OLDEST, ACK_NEWEST, DISCARD_OLDEST, REQUEUE_OLDEST, REQUEUE_NEWEST, REQUEUE_ALL, PURGE }

    @Property
    void aQueueDoesWhatItsModelDoes(@ForAll("histories") List<Step> history) {
        Pair pair = new Pair();
        history.forEach(pair::take);
        pair.drain();
    }

    @Property
    void everyMessageReachesExactlyOneOfManyConsumersInOrder(@ForAll("prefetches") List<Integer> prefetches,
                                                             @ForAll("counts") int messages) {
        ManualLoop home = new ManualLoop();
        QueueRef queue = newQueue(home);
        Outbox outbox = new Outbox(busy -> { });
        List<RecordingConsumer> consumers = new ArrayList<>();
        for (int prefetch : prefetches) {
            RecordingConsumer consumer = new RecordingConsumer();
            queue.consume(consumer.acking(prefetch), answer(ref -> consumer.ref = ref));
            consumers.add(consumer);
        }
        for (int i = 0; i < messages; i++) outbox.publish(queue, message(), Confirmations.NONE, 0);
        outbox.flush();
        List<Long> seen = new ArrayList<>();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (RecordingConsumer consumer : consumers) {
                List<QueuedMessage> taken = List.copyOf(consumer.deliveries);
                consumer.deliveries.clear();
                assertThat(taken).extracting(QueuedMessage::position).isSorted();
                for (QueuedMessage delivery : taken) {
                    seen.add(delivery.position());
                    outbox.settle(queue, delivery, Settlement.ACK);
                    progress = true;
                }
            }
            outbox.flush();
            home.runAll();
        }
        assertThat(seen).hasSize(messages).doesNotHaveDuplicates();
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Arbitraries.of(Step.class).list().ofMaxSize(200);
    }

    @Provide
    Arbitrary<List<Integer>> prefetches() {
        return Arbitraries.integers().between(1, 5).list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.integers().between(0, 300);
    }

    /** The queue and its model, taken through the same steps. */
    private static final class Pair {
        private final QueueRef queue = newQueue(new ManualLoop());
        private final Outbox outbox = new Outbox(busy -> { });
        private final TreeSet<Long> ready = new TreeSet<>();
        private final TreeSet<Long> handedOut = new TreeSet<>();
        private final List<QueuedMessage> held = new ArrayList<>();
        private long published;

        void take(Step step) {
            switch (step) {
                case PUBLISH -> publish();
                case GET -> get(false);
                case GET_NO_ACK -> get(true);
                case ACK_OLDEST -> settle(0, Settlement.ACK);
                case ACK_NEWEST -> settle(held.size() - 1, Settlement.ACK);
                case DISCARD_OLDEST -> settle(0, Settlement.DISCARD);
                case REQUEUE_OLDEST -> settle(0, Settlement.RETURN);
                case REQUEUE_NEWEST -> settle(held.size() - 1, Settlement.RETURN);
                case REQUEUE_ALL -> {
                    while (!held.isEmpty()) settle(0, Settlement.RETURN);
                }
                case PURGE -> purge();
            }
            queue.status(answer(status -> assertThat(status.messages()).isEqualTo(ready.size())));
        }

        void drain() {
            while (!ready.isEmpty()) get(true);
            get(true);
        }

        private void publish() {
            outbox.publish(queue, message(), Confirmations.NONE, 0);
            outbox.flush();
            ready.add(++published);
        }

        private void get(boolean noAck) {
            Long expected = ready.pollFirst();
            queue.get(noAck, timeout -> { }, answer(got -> {
                assertThat(got.map(answer -> answer.message().position())).isEqualTo(Optional.ofNullable(expected));
                got.ifPresent(answer -> {
                    assertThat(answer.message().isRedelivered()).isEqualTo(handedOut.contains(expected));
                    if (!noAck) held.add(answer.message());
                });
            }));
        }

        private void settle(int index, Settlement settlement) {
            if (held.isEmpty()) return;
            QueuedMessage message = held.remove(index);
            outbox.settle(queue, message, settlement);
            outbox.flush();
            if (settlement != Settlement.RETURN) return;
            ready.add(message.position());
            handedOut.add(message.position());
        }

        private void purge() {
            queue.purge(answer(purged -> assertThat(purged).isEqualTo(ready.size())));
            ready.clear();
        }
    }

    private static QueueRef newQueue(ManualLoop home) {
        return new QueueRef(1, "/", new QueueDeclaration("q", false, false, false, FieldTable.EMPTY), Optional.empty(),
            QueueSettings.ofArguments(FieldTable.EMPTY, "queue"), home, QueueLog.NONE, new TestOwner());
    }

    private static Message message() {
        return new Message("", "q", BasicProperties.EMPTY, Body.EMPTY);
    }

    private static <T> Answer<T> answer(Consumer<T> check) {
        return new Answer<>() {
            @Override
            public void completed(T value) {
                check.accept(value);
            }

            @Override
            public void failed(AmqpException error) {
                throw error;
            }
        };
    }
}
