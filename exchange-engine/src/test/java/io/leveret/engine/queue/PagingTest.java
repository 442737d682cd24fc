package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.Recovered;
import io.leveret.engine.store.StubLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages leave the heap when there are too many of them there, and are back when they are needed. */
class PagingTest {

    private static final long BUDGET = 1 << 20;

    private final ManualLoop home = new ManualLoop();
    private final PagingLog log = new PagingLog(home);
    private final MessageMemory memory = new MessageMemory(BUDGET);
    private final TestOwner owner = new TestOwner();

    PagingTest() {
        owner.storage = new QueueStorage(QueueStorage.NONE.disk(), memory);
    }

    @Test
    void keepsNextToNothingOfADeepQueueInTheHeap() {
        TestQueue queue = queue(FieldTable.EMPTY);
        publish(queue, 20_000);
        home.advance(1000);
        assertThat(memory.used()).isLessThan(BUDGET * 6 / 10);
        assertThat(queue.status().messages()).isEqualTo(20_000);
        assertThat(queue.drain()).containsExactlyElementsOf(bodies(20_000));
        assertThat(log.positions()).isEmpty();
        assertThat(memory.used()).isZero();
    }

    @Test
    void feedsAConsumerInOrder() {
        TestQueue queue = queue(FieldTable.EMPTY);
        publish(queue, 20_000);
        home.advance(1000);
        log.answers = 100_000;
        RecordingConsumer consumer = new RecordingConsumer();
        queue.consume(consumer.acking(1), consumer);
        for (int i = 0; i < 20_000; i++) {
            if (consumer.deliveries.size() == i) home.runAll();
            queue.settle(consumer.last(), Settlement.ACK);
            consumer.ref.written(1, 10);
        }
        assertThat(consumer.bodies()).containsExactlyElementsOf(bodies(20_000));
        assertThat(log.reads).isLessThan(30);
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void readsNoMoreForAClientThatAcknowledgesNothingWhenMemoryOverflows() {
        TestQueue queue = queue(FieldTable.EMPTY);
        publish(queue, 1500);
        memory.add(2 * BUDGET);
        home.runAll();
        home.advance(1000);
        RecordingConsumer consumer = new RecordingConsumer();
        queue.consume(consumer.acking(0), consumer);
        home.runAll();
        assertThat(consumer.deliveries).hasSizeLessThan(100);
        int delivered = consumer.deliveries.size();
        for (QueuedMessage message : List.copyOf(consumer.deliveries)) queue.settle(message, Settlement.ACK);
        consumer.ref.written(delivered, 0);
        home.runAll();
        assertThat(consumer.deliveries).as("with what was read after the last ack").hasSizeGreaterThan(delivered);
        memory.add(-2 * BUDGET);
        queue.settle(consumer.last(), Settlement.ACK);
        home.runAll();
        assertThat(consumer.deliveries).hasSize(1500);
    }

    @Test
    void readsOnWhenMemoryOverflowsNoLongerThoughNobodyAcknowledges() {
        TestQueue queue = queue(FieldTable.EMPTY);
        publish(queue, 1500);
        memory.add(2 * BUDGET);
        home.runAll();
        home.advance(1000);
        RecordingConsumer consumer = new RecordingConsumer();
        queue.consume(consumer.acking(0), consumer);
        home.runAll();
        assertThat(consumer.deliveries).hasSizeLessThan(100);
        memory.add(-2 * BUDGET);
        home.runAll();
        assertThat(consumer.deliveries).hasSize(1500);
    }

    @Test
    void readsNoMoreForAClientThatHasEverythingComeBackLaterWhenMemoryOverflows() {
        TestQueue queue = queue(with("x-delayed-retry-min", 60_000).with("x-delayed-retry-type", FieldValue.longString("all")));
        publish(queue, 1500);
        memory.add(2 * BUDGET);
        home.runAll();
        home.advance(1000);
        RecordingConsumer consumer = new RecordingConsumer();
        queue.consume(consumer.acking(1), consumer);
        for (int failed = 0; ; failed++) {
            home.runAll();
            if (consumer.deliveries.size() == failed) break;
            queue.settle(consumer.last(), Settlement.FAIL);
        }
        assertThat(consumer.deliveries).hasSizeLessThan(100);
        int delivered = consumer.deliveries.size();
        memory.add(-2 * BUDGET);
        home.runAll();
        assertThat(consumer.deliveries).hasSize(delivered + 1);
    }

    @Test
    void lacksMemoryWhileAQueueIsBeingMade() {
        List<String> told = new ArrayList<>();
        memory.tell(new MemoryAlarm() {
            @Override
            public void full() {
                told.add("full");
            }

            @Override
            public void free() {
                told.add("free");
            }
        });
        QueueDeclaration declaration = new QueueDeclaration("q", true, false, false, FieldTable.EMPTY);
        new QueueRef(1, "/", declaration, Optional.empty(), QueueSettings.ofArguments(FieldTable.EMPTY, "q"), home,
            new StubLog() {
                @Override
                public boolean canPageOut() {
                    return true;
                }

                @Override
                public Recovered recovered() {
                    memory.add(2 * BUDGET); // as another loop might
                    return super.recovered();
                }
            }, owner);
        assertThat(told).containsExactly("full");
    }

    @Test
    void leavesMessagesWhereTheyAreAsLongAsThereIsRoom() {
        TestQueue queue = queue(FieldTable.EMPTY);
        publish(queue, 1000);
        home.advance(1000);
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void hasQueuesThatAreIdleLetGoToo() {
        TestQueue idle = queue(FieldTable.EMPTY);
        publish(idle, 2000);
        home.runAll();
        memory.add(BUDGET);
        home.runAll();
        home.advance(1000);
        assertThat(log.positions()).hasSize(2000 - HeadRoom.SCARCE.messages);
        memory.add(-BUDGET);
        idle.ref.delete();
        home.runAll();
        assertThat(memory.used()).isZero();
    }

    @Test
    void keepsOfAHeadThatIsTooLongWhatIsNowhereElse() {
        TestQueue queue = queue(FieldTable.EMPTY);
        for (int i = 0; i < 1000; i += 2) {
            queue.publishPersistent("m" + i);
            queue.publish("m" + (i + 1));
        }
        home.runAll();
        memory.add(BUDGET * 45 / 100);
        home.runAll();
        home.advance(1000);
        memory.add(BUDGET * 40 / 100);
        home.runAll();
        home.advance(1000);
        assertThat(queue.drain()).containsExactlyElementsOf(bodies(1000));
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void hasDelayedMessagesLeaveTheHeapAndComeBackInTime() {
        List<String> routed = new ArrayList<>();
        QueueStorage storage = new QueueStorage(log.store(), memory);
        HoldingQueue held = new HoldingQueue(1, "/", "x", true, home, storage,
            (message, matches) -> routed.add(message.routingKey()));
        Outbox outbox = new Outbox(busy -> { });
        for (int i = 0; i < 20_000; i++) {
            BasicProperties properties = BasicProperties.builder()
                .headers(FieldTable.EMPTY.with("x-delay", FieldValue.longInt(60_000 - i))).build();
            outbox.publish(held.queue(), new Message("x", "m" + i, properties, Body.EMPTY), Confirmations.NONE, 0);
            if (i % 100 == 0) outbox.flush();
        }
        outbox.flush();
        home.runAll();
        home.advance(1000);
        assertThat(memory.used()).isLessThan(BUDGET);
        home.advance(60_000);
        home.runAll();
        List<String> expected = bodies(20_000);
        Collections.reverse(expected);
        assertThat(routed).containsExactlyElementsOf(expected);
        assertThat(log.positions()).isEmpty();
        assertThat(memory.used()).isZero();
    }

    @Test
    void expiresAtTheHeadWhatIsNotInTheHeap() {
        TestQueue queue = queue(with("x-message-ttl", 5000));
        publish(queue, 10_000);
        home.advance(1000);
        queue.publish("young");
        home.advance(4500);
        assertThat(queue.status().messages()).isEqualTo(1);
        assertThat(queue.drain()).containsExactly("young");
    }

    @Test
    void dropsTheOldestThoughItIsNotInTheHeap() {
        TestQueue queue = queue(with("x-max-length", 5000));
        publish(queue, 10_000);
        home.runAll();
        assertThat(queue.drain()).containsExactlyElementsOf(bodies(10_000).subList(5000, 10_000));
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void keepsTheOrderOfMessageGroups() {
        TestQueue queue = queue(FieldTable.EMPTY.with("x-message-groups", FieldValue.bool(true)));
        for (int i = 0; i < 20_000; i++) {
            queue.publish("m" + i, BasicProperties.builder()
                .headers(FieldTable.EMPTY.with("x-group-id", FieldValue.longString("g" + i % 7))).build());
        }
        home.advance(1000);
        assertThat(memory.used()).isLessThan(2 * BUDGET);
        assertThat(queue.drain()).containsExactlyElementsOf(bodies(20_000));
        assertThat(memory.used()).isZero();
    }

    @Test
    void dropsWhatIsPurgedWithoutReadingIt() {
        TestQueue queue = queue(FieldTable.EMPTY);
        publish(queue, 10_000);
        QueuedMessage held = queue.get(false).orElseThrow().message();
        home.advance(1000);
        int reads = log.reads;
        TestQueue.Reply<Long> purged = new TestQueue.Reply<>();
        queue.ref.purge(purged);
        assertThat(purged.get()).isEqualTo(9999);
        home.advance(1000);
        assertThat(log.reads).isEqualTo(reads);
        assertThat(log.positions()).isEmpty();
        queue.settle(held, Settlement.RETURN);
        assertThat(queue.drain()).containsExactly("m0");
        assertThat(memory.used()).isZero();
    }

    @Test
    void countsASharedMessageOnce() {
        TestQueue queue = queue(FieldTable.EMPTY);
        TestQueue other = queue.beside("other");
        Message message = TestQueue.message("x".repeat(100_000), BasicProperties.EMPTY);
        message.share();
        queue.publish(message);
        other.publish(message);
        assertThat(memory.used()).isBetween(100_000L, 101_000L);
        queue.drain();
        assertThat(memory.used()).isBetween(100_000L, 101_000L);
        other.drain();
        assertThat(memory.used()).isZero();
    }

    @Test
    void tellsWhenMemoryIsFullAndWhenNoLonger() {
        List<String> told = new ArrayList<>();
        memory.tell(new MemoryAlarm() {
            @Override
            public void full() {
                told.add("full");
            }

            @Override
            public void free() {
                told.add("free");
            }
        });
        TestQueue stays = queue(FieldTable.EMPTY).beside("stays");
        publish(stays, 10_000);
        home.runAll();
        assertThat(told).containsExactly("full");
        stays.drain();
        assertThat(told).containsExactly("full", "free");
    }

    private TestQueue queue(FieldTable arguments) {
        return TestQueue.over(log, arguments, owner);
    }

    private static FieldTable with(String argument, long value) {
        return FieldTable.EMPTY.with(argument, FieldValue.longInt(value));
    }

    private static void publish(TestQueue queue, int count) {
        bodies(count).forEach(queue::publish);
    }

    private static List<String> bodies(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).collect(Collectors.toList());
    }
}
