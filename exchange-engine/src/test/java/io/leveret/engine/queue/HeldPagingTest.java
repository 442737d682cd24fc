package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.loop.ManualLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What clients hold leaves the heap once it is written to them, and is read again when it comes back or dies. */
class HeldPagingTest {

    private static final long BUDGET = 1 << 20;
    private static final int MANY = 2000;

    private final ManualLoop home = new ManualLoop();
    private final PagingLog log = new PagingLog(home);
    private final MessageMemory memory = new MessageMemory(BUDGET);
    private final TestOwner owner = new TestOwner();
    private final RecordingConsumer consumer = new RecordingConsumer();

    HeldPagingTest() {
        owner.storage = new QueueStorage(QueueStorage.NONE.disk(), memory);
    }

    @Test
    void letsGoOfWhatWasWritten() {
        TestQueue queue = held(FieldTable.EMPTY);
        assertThat(memory.used()).isBetween(MANY * 80L, MANY * 130L);
        assertThat(log.positions()).hasSize(MANY);
        settleAll(queue, Settlement.ACK);
        assertThat(log.positions()).isEmpty();
        assertThat(log.reads).isZero();
        assertThat(memory.used()).isZero();
    }

    @Test
    void keepsWhatIsStillToBeWritten() {
        TestQueue queue = queue(FieldTable.EMPTY);
        queue.consume(consumer.acking(0), consumer);
        publish(queue, 0, 60);
        home.advance(1); // what is given at one time is written when all of it is
        publish(queue, 60, 100);
        squeeze();
        assertThat(consumer.deliveries).hasSize(100).allMatch(QueuedMessage::isInHeap);
        consumer.ref.written(60, 600);
        squeeze();
        assertThat(consumer.deliveries.subList(0, 60)).noneMatch(QueuedMessage::isInHeap);
        assertThat(consumer.deliveries.subList(60, 100)).allMatch(QueuedMessage::isInHeap);
    }

    @Test
    void letsGoOfWhatWasGot() {
        TestQueue queue = queue(FieldTable.EMPTY);
        publish(queue, 3);
        Got written = queue.get(false).orElseThrow();
        Got onItsWay = queue.get(false).orElseThrow();
        written.written();
        squeeze();
        assertThat(written.message().isInHeap()).isFalse();
        assertThat(onItsWay.message().isInHeap()).isTrue();
        queue.settle(onItsWay.message(), Settlement.RETURN);
        queue.settle(written.message(), Settlement.RETURN);
        assertThat(queue.drain()).containsExactly("m0", "m1", "m2");
    }

    @Test
    void readsWhatComesBackInItsOldOrder() {
        TestQueue queue = held(FieldTable.EMPTY);
        queue.cancel(consumer);
        publish(queue, MANY, MANY + 10);
        List<QueuedMessage> shuffled = new ArrayList<>(consumer.deliveries);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.forEach(message -> queue.settle(message, Settlement.FAIL));
        assertThat(queue.status().messages()).isEqualTo(MANY + 10);
        RecordingConsumer next = takeAll(queue, MANY + 10);
        assertThat(next.bodies()).containsExactlyElementsOf(bodies(0, MANY + 10));
        assertThat(next.deliveries).allMatch(message -> message.isRedelivered() == message.position() <= MANY);
        assertThat(log.positions()).isEmpty();
        assertThat(memory.used()).isZero();
    }

    @Test
    void readsNotAgainAndAgainWhatThereIsNoRoomFor() {
        TestQueue queue = held(FieldTable.EMPTY);
        queue.cancel(consumer);
        memory.add(560_000); // room for some hundreds until messages have to leave again
        settleAll(queue, Settlement.RETURN);
        home.advance(1000);
        assertThat(log.reads).isLessThan(20);
        assertThat(takeAll(queue, MANY).bodies()).containsExactlyElementsOf(bodies(0, MANY));
    }

    @Test
    void purgesWhatHasComeBackWithoutReadingIt() {
        TestQueue queue = held(FieldTable.EMPTY);
        queue.cancel(consumer);
        consumer.deliveries.subList(0, MANY - 1).forEach(message -> queue.settle(message, Settlement.RETURN));
        TestQueue.Reply<Long> purged = new TestQueue.Reply<>();
        queue.ref.purge(purged);
        home.runAll();
        assertThat(purged.get()).isEqualTo(MANY - 1);
        assertThat(log.positions()).containsExactly((long) MANY);
        queue.settle(consumer.last(), Settlement.RETURN);
        assertThat(queue.drain()).containsExactly("m" + (MANY - 1));
        assertThat(memory.used()).isZero();
    }

    @Test
    void readsWhatIsRejectedBeforeItBecomesADeadLetter() {
        TestQueue queue = held(deadLettering());
        TestQueue letters = queue.beside("letters");
        owner.exchanges.put("dead", letters.ref);
        for (QueuedMessage message : consumer.deliveries) queue.settle(message, Settlement.DISCARD);
        TestQueue.Reply<Long> purged = new TestQueue.Reply<>();
        queue.ref.purge(purged);
        home.runAll();
        assertThat(letters.drain()).containsExactlyElementsOf(bodies(0, MANY));
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void losesNoDeadLetterThoughItsQueueIsDeletedBeforeItIsRead() {
        TestQueue queue = held(deadLettering());
        TestQueue letters = queue.beside("letters");
        owner.exchanges.put("dead", letters.ref);
        for (QueuedMessage message : consumer.deliveries) queue.settle(message, Settlement.DISCARD);
        queue.ref.delete();
        home.runAll();
        assertThat(letters.drain()).containsExactlyElementsOf(bodies(0, MANY));
        assertThat(log.deleted).isTrue();
        assertThat(memory.used()).isZero();
    }

    @Test
    void deadLettersOfADeletedQueueDoNotReachThoseThatCameLater() {
        TestQueue queue = held(deadLettering());
        TestQueue letters = queue.beside("letters");
        for (QueuedMessage message : consumer.deliveries) queue.settle(message, Settlement.DISCARD);
        queue.ref.reachOnlyUpTo(letters.ref.id() - 1);
        queue.ref.delete();
        owner.exchanges.put("dead", letters.ref); // they are still to be read
        home.runAll();
        assertThat(letters.drain()).isEmpty();
        assertThat(log.deleted).isTrue();
    }

    @Test
    void forgetsWhatWasHeldWhenTheQueueIsDeleted() {
        TestQueue queue = held(FieldTable.EMPTY);
        queue.ref.delete();
        home.runAll();
        assertThat(log.deleted).isTrue();
        assertThat(memory.used()).isZero();
        settleAll(queue, Settlement.RETURN);
    }

    @Test
    void countsReturnsOfWhatIsNotInTheHeap() {
        FieldTable quorum = FieldTable.EMPTY.with("x-queue-type", FieldValue.longString("quorum"));
        TestQueue queue = held(quorum);
        queue.cancel(consumer);
        settleAll(queue, Settlement.FAIL);
        home.advance(1000);
        RecordingConsumer next = takeAll(queue, MANY);
        assertThat(next.deliveries).allMatch(message -> message.failures() == 1 && message.acquisitions() == 1);
    }

    @Test
    void hasWhatIsTriedAgainLaterWaitOutsideOfTheHeap() {
        TestQueue queue = held(FieldTable.EMPTY.with("x-delayed-retry-min", FieldValue.longInt(60_000))
            .with("x-delayed-retry-type", FieldValue.longString("all")));
        queue.cancel(consumer);
        settleAll(queue, Settlement.FAIL);
        home.advance(1000);
        assertThat(memory.used()).isBetween(MANY * 80L, MANY * 130L);
        assertThat(queue.get(true)).isEmpty();
        home.advance(60_000);
        home.runAll();
        RecordingConsumer next = takeAll(queue, MANY);
        assertThat(next.bodies()).containsExactlyElementsOf(bodies(0, MANY));
        assertThat(next.deliveries).allMatch(QueuedMessage::isRedelivered);
        assertThat(memory.used()).isZero();
    }

    @Test
    void knowsThePriorityOfWhatIsNotInTheHeap() {
        TestQueue queue = queue(FieldTable.EMPTY.with("x-max-priority", FieldValue.longInt(9)));
        queue.consume(consumer.acking(0), consumer);
        for (int i = 0; i < 100; i++) queue.publish("m" + i, BasicProperties.builder().priority(i % 10).build());
        consumer.ref.written(100, 1000);
        squeeze();
        queue.cancel(consumer);
        settleAll(queue, Settlement.RETURN);
        home.runAll();
        List<String> expected = IntStream.range(0, 100).boxed()
            .sorted((one, other) -> one % 10 == other % 10 ? one - other : other % 10 - one % 10).map(i -> "m" + i).toList();
        assertThat(queue.drain()).containsExactlyElementsOf(expected);
    }

    @Test
    void refusesDuplicatesOfWhatIsNotInTheHeapUntilItIsGone() {
        TestQueue queue = queue(FieldTable.EMPTY.with("x-message-deduplication", FieldValue.bool(true)));
        queue.consume(consumer.acking(0), consumer);
        for (int i = 0; i < 100; i++) queue.publish("m" + i, key(i));
        consumer.ref.written(100, 1000);
        squeeze();
        assertThat(consumer.deliveries).noneMatch(QueuedMessage::isInHeap);
        for (int i = 0; i < 100; i++) queue.publish("again", key(i));
        home.runAll();
        assertThat(consumer.deliveries).hasSize(100);
        settleAll(queue, Settlement.ACK);
        queue.publish("again", key(7));
        home.runAll();
        assertThat(consumer.deliveries).hasSize(101);
    }

    @Test
    void keepsTheOrderOfGroupsWhoseMessagesComeBack() {
        TestQueue queue = queue(FieldTable.EMPTY.with("x-message-groups", FieldValue.bool(true)));
        queue.consume(consumer.acking(0), consumer);
        for (int i = 0; i < 300; i++) queue.publish("m" + i, group(i % 7));
        consumer.ref.written(300, 3000);
        squeeze();
        assertThat(consumer.deliveries).hasSize(300).noneMatch(QueuedMessage::isInHeap);
        for (int i = 300; i < 400; i++) queue.publish("m" + i, group(i % 7));
        List<QueuedMessage> shuffled = new ArrayList<>(consumer.deliveries.subList(0, 300));
        Collections.shuffle(shuffled, new Random(2));
        queue.cancel(consumer);
        shuffled.forEach(message -> queue.settle(message, Settlement.RETURN));
        consumer.deliveries.subList(300, consumer.deliveries.size()).forEach(message -> queue.settle(message, Settlement.RETURN));
        home.runAll();
        home.advance(1000);
        assertThat(queue.status().messages()).isEqualTo(400);
        RecordingConsumer next = takeAll(queue, 400);
        for (int group = 0; group < 7; group++) {
            int mod = group;
            assertThat(next.deliveries.stream().filter(message -> (message.position() - 1) % 7 == mod))
                .extracting(QueuedMessage::position).isSorted();
        }
        assertThat(next.deliveries).hasSize(400);
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void leavesSomethingForOthersToHold() {
        TestQueue queue = queue(FieldTable.EMPTY);
        queue.consume(consumer.acking(0), consumer);
        for (int i = 0; i < 6000; i += 100) {
            publish(queue, i, i + 100);
            consumer.ref.written(consumer.deliveries.size() - i > 0 ? 100 : 0, 1000);
            home.runAll();
        }
        home.advance(1000);
        assertThat(consumer.deliveries).hasSizeBetween(2000, 4000);
        assertThat(memory.isFull()).isFalse();
        RecordingConsumer modest = new RecordingConsumer();
        queue.consume(modest.acking(10), modest);
        home.runAll();
        assertThat(modest.deliveries).hasSize(10);
        int had = consumer.deliveries.size();
        for (QueuedMessage message : List.copyOf(consumer.deliveries)) queue.settle(message, Settlement.ACK);
        home.runAll();
        home.advance(1000);
        assertThat(consumer.deliveries).hasSizeGreaterThan(had);
    }

    @Test
    void refusesGetsWhenAsMuchIsHeldAsThereIsMemoryFor() {
        TestQueue queue = queue(FieldTable.EMPTY);
        publish(queue, 6000);
        squeeze();
        assertThatThrownBy(() -> {
            for (int i = 0; i < 6000; i++) queue.get(false).orElseThrow().written();
        }).isInstanceOf(AmqpException.class).hasMessageContaining("hold so many unacknowledged messages");
        assertThat(queue.get(true)).isPresent();
    }

    @Test
    void takesSurplusFromTheLowestPriorityThoughHigherOnesAreUsedUpQuickly() {
        TestQueue queue = queue(FieldTable.EMPTY.with("x-max-priority", FieldValue.longInt(1))
            .with("x-max-length", FieldValue.longInt(3000)));
        for (int i = 0; i < 3000; i++) queue.publish("m" + i, BasicProperties.builder().priority(i % 2).build());
        squeeze();
        RecordingConsumer busy = new RecordingConsumer();
        queue.consume(busy.acking(1), busy);
        for (int i = 0; i < 1000; i++) {
            home.runAll();
            queue.settle(busy.last(), Settlement.ACK);
            busy.ref.written(1, 10);
            for (int j = 0; j < 2; j++) queue.publish("new", BasicProperties.builder().priority(1).build());
            assertThat(queue.status().messages()).isLessThan(3010);
        }
        assertThat(busy.deliveries).hasSizeGreaterThan(900);
    }

    private TestQueue queue(FieldTable arguments) {
        return TestQueue.over(log, arguments, owner);
    }

    /** With many messages, all of which the consumer holds and has been sent, and none of which is in the heap. */
    private TestQueue held(FieldTable arguments) {
        TestQueue queue = queue(arguments);
        queue.consume(consumer.acking(0), consumer);
        publish(queue, MANY);
        consumer.ref.written(MANY, 10 * MANY);
        squeeze();
        assertThat(consumer.deliveries).hasSize(MANY).noneMatch(QueuedMessage::isInHeap);
        return queue;
    }

    /** For as long as it takes to have everything leave that can. */
    private void squeeze() {
        memory.add(BUDGET);
        home.runAll();
        home.advance(1000);
        memory.add(-BUDGET);
        home.runAll();
    }

    private void settleAll(TestQueue queue, Settlement settlement) {
        for (QueuedMessage message : List.copyOf(consumer.deliveries)) queue.settle(message, settlement);
        home.runAll();
    }

    /** One after the other, each acknowledged. */
    private RecordingConsumer takeAll(TestQueue queue, int count) {
        RecordingConsumer next = new RecordingConsumer();
        queue.consume(next.acking(1), next);
        home.runAll();
        for (int i = 0; i < count; i++) {
            assertThat(next.deliveries).hasSizeGreaterThan(i);
            queue.settle(next.deliveries.get(i), Settlement.ACK);
            next.ref.written(1, 10);
            home.runAll();
        }
        return next;
    }

    private static FieldTable deadLettering() {
        return FieldTable.EMPTY.with("x-dead-letter-exchange", FieldValue.longString("dead"));
    }

    private static BasicProperties key(int key) {
        return headers("x-deduplication-header", "k" + key);
    }

    private static BasicProperties group(int group) {
        return headers("x-group-id", "g" + group);
    }

    private static BasicProperties headers(String name, String value) {
        return BasicProperties.builder().headers(FieldTable.EMPTY.with(name, FieldValue.longString(value))).build();
    }

    private static void publish(TestQueue queue, int count) {
        publish(queue, 0, count);
    }

    private static void publish(TestQueue queue, int from, int to) {
        bodies(from, to).forEach(queue::publish);
    }

    private static List<String> bodies(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }
}
