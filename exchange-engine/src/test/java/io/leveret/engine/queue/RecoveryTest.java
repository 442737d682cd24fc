package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Confirmations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a queue held when the broker ended is there when it is started again. */
class RecoveryTest {

    private ManualLoop home = new ManualLoop();
    private final TestOwner owner = new TestOwner();
    private PagingLog log = new PagingLog(home);

    @Test
    void bringsPersistentMessagesBackInOrder() {
        TestQueue queue = queue(FieldTable.EMPTY);
        queue.publishPersistent("a");
        queue.publish("lost");
        queue.publishPersistent("b");
        queue = restarted(FieldTable.EMPTY);
        queue.publishPersistent("c");
        assertThat(queue.status().messages()).isEqualTo(3);
        assertThat(drain(queue)).containsExactly("a", "b", "c");
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void bringsAllMessagesOfAQuorumQueueBack() {
        FieldTable arguments = FieldTable.EMPTY.with("x-queue-type", FieldValue.longString("quorum"));
        TestQueue queue = queue(arguments);
        queue.publishPersistent("a");
        queue.publish("transient");
        queue.settle(get(queue), Settlement.ACK);
        queue = restarted(arguments);
        assertThat(drain(queue)).containsExactly("transient");
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void givesOutNoPositionTwice() {
        TestQueue queue = queue(FieldTable.EMPTY);
        queue.publishPersistent("a");
        queue.publishPersistent("b");
        drain(queue);
        queue = restarted(FieldTable.EMPTY);
        queue.publishPersistent("c");
        assertThat(log.positions()).containsExactly(3L);
    }

    @Test
    void marksWhatMayHaveBeenHandedOut() {
        TestQueue queue = queue(FieldTable.EMPTY);
        queue.publishPersistentTogether("a", "b", "c");
        queue.get(false);
        queue.get(false);
        queue = restarted(FieldTable.EMPTY);
        assertThat(get(queue).isRedelivered()).isTrue();
        assertThat(get(queue).isRedelivered()).isTrue();
        assertThat(get(queue).isRedelivered()).isFalse();
    }

    @Test
    void keepsTheCountsOfAQueueThatCounts() {
        FieldTable arguments = FieldTable.EMPTY.with("x-delivery-limit", FieldValue.longInt(1));
        TestQueue queue = queue(arguments);
        queue.publishPersistent("a");
        queue.settle(get(queue), Settlement.FAIL);
        queue = restarted(arguments);
        QueuedMessage again = get(queue);
        assertThat(again.failures()).isEqualTo(1);
        queue.settle(again, Settlement.FAIL);
        assertThat(queue.status().messages()).isZero();
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void goesOnWaitingUntilTheNextTry() {
        FieldTable arguments = FieldTable.builder().put("x-delayed-retry-type", "all")
            .put("x-delayed-retry-min", FieldValue.longInt(1000)).build();
        TestQueue queue = queue(arguments);
        queue.publishPersistent("a");
        queue.publishPersistent("b");
        queue.settle(get(queue), Settlement.FAIL);
        home.passSilently(600);
        queue = restarted(arguments);
        assertThat(queue.status().messages()).as("without the one that waits").isEqualTo(1);
        home.advance(300);
        assertThat(drain(queue)).containsExactly("b");
        home.advance(200);
        QueuedMessage again = get(queue);
        assertThat(again.isRedelivered()).isTrue();
        assertThat(again.failures()).isEqualTo(1);
    }

    @Test
    void findsInItsPlaceWhatNeedsToWaitNoLonger() {
        FieldTable arguments = FieldTable.builder().put("x-delayed-retry-type", "all")
            .put("x-delayed-retry-min", FieldValue.longInt(1000)).build();
        TestQueue queue = queue(arguments);
        queue.publishPersistent("a");
        queue.publishPersistent("b");
        queue.settle(get(queue), Settlement.FAIL);
        home.passSilently(2000);
        queue = restarted(arguments);
        assertThat(drain(queue)).containsExactly("a", "b");
    }

    @Test
    void expiresWhatIsOverdueAndWhatComesAfter() {
        FieldTable arguments = FieldTable.EMPTY.with("x-message-ttl", FieldValue.longInt(1000));
        TestQueue queue = queue(arguments);
        queue.publishPersistent("early");
        home.advance(600);
        queue.publishPersistent("late");
        home.passSilently(500);
        queue = restarted(arguments);
        assertThat(queue.status().messages()).isEqualTo(1);
        home.advance(600);
        assertThat(queue.status().messages()).isZero();
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void servesPrioritiesInTheirOrder() {
        FieldTable arguments = FieldTable.EMPTY.with("x-max-priority", FieldValue.longInt(5));
        TestQueue queue = queue(arguments);
        queue.publish("low", persistent().priority(1).build());
        queue.publish("usual", persistent().build());
        queue.publish("high", persistent().priority(4).build());
        queue.publish("highest", persistent().priority(9).build());
        queue = restarted(arguments);
        queue.publish("new", persistent().priority(4).build());
        assertThat(drain(queue)).containsExactly("highest", "high", "new", "low", "usual");
    }

    @Test
    void keepsTheOrderOfMessageGroups() {
        FieldTable arguments = FieldTable.EMPTY.with("x-message-groups", FieldValue.bool(true));
        TestQueue queue = queue(arguments);
        for (int i = 0; i < 100; i++) queue.publish("m" + i, group("g" + i % 3));
        queue = restarted(arguments);
        queue.publish("m100", group("g1"));
        assertThat(drain(queue)).containsExactlyElementsOf(IntStream.rangeClosed(0, 100).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void feedsAConsumerOfMessageGroups() {
        FieldTable arguments = FieldTable.EMPTY.with("x-message-groups", FieldValue.bool(true));
        TestQueue queue = queue(arguments);
        for (int i = 0; i < 5; i++) queue.publish("m" + i, group("g" + i % 3));
        log = log.restarted();
        queue = TestQueue.over(log, arguments, owner);
        RecordingConsumer consumer = new RecordingConsumer();
        queue.consume(consumer.acking(10), consumer);
        home.runAll();
        assertThat(consumer.bodies()).containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void refusesDuplicatesOfWhatIsThere() {
        FieldTable arguments = FieldTable.EMPTY.with("x-message-deduplication", FieldValue.bool(true));
        TestQueue queue = queue(arguments);
        for (int i = 0; i < 60; i++) queue.publish("m" + i, key("k" + i));
        log = log.restarted();
        queue = TestQueue.over(log, arguments, owner);
        queue.publish("again", key("k59"));
        queue.publish("other", key("k60"));
        assertThat(queue.ref.isBusy()).isTrue();
        home.runAll();
        assertThat(queue.ref.isBusy()).isFalse();
        assertThat(queue.status().messages()).isEqualTo(61);
        assertThat(drain(queue)).endsWith("m59", "other");
        queue.publish("free", key("k59"));
        assertThat(drain(queue)).containsExactly("free");
    }

    @Test
    void takesTheKeyOfWhatHasExpired() {
        FieldTable arguments = FieldTable.EMPTY.with("x-message-deduplication", FieldValue.bool(true));
        TestQueue queue = queue(arguments);
        queue.publishPersistent("head");
        queue.publish("old", persistent().headers(key("k").headers()).expiration("50").build());
        queue.publish("old too", persistent().headers(key("other").headers()).expiration("50").build());
        home.passSilently(50);
        queue.publish("new", key("k"));
        queue = restarted(arguments);
        queue.publish("again", key("k"));
        queue.publish("other", key("other"));
        assertThat(drain(queue)).containsExactly("head", "new", "other");
    }

    @Test
    void dropsWhatIsTooMuchForANewLimit() {
        TestQueue queue = queue(FieldTable.EMPTY);
        for (int i = 0; i < 100; i++) queue.publishPersistent("m" + i);
        queue = restarted(FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(2)));
        home.runAll();
        assertThat(drain(queue)).containsExactly("m98", "m99");
    }

    @Test
    void deliversToAConsumerAsFastAsItReads() {
        TestQueue queue = queue(FieldTable.EMPTY);
        for (int i = 0; i < 3000; i++) queue.publishPersistent("m" + i);
        log = log.restarted();
        log.answers = 10_000;
        queue = TestQueue.over(log, FieldTable.EMPTY, owner);
        RecordingConsumer consumer = new RecordingConsumer();
        queue.consume(consumer.acking(0), consumer);
        home.runAll();
        assertThat(consumer.deliveries).hasSize(HeadRoom.PLENTY.windowMessages).extracting(QueuedMessage::position).isSorted();
        assertThat(log.reads).isLessThan(12);
    }

    @Test
    void dropsWhatCannotBeRead() {
        TestQueue queue = queue(FieldTable.EMPTY);
        queue.publishPersistentTogether("a", "b", "c");
        log = log.restarted();
        log.damaged.addAll(List.of(1L, 3L));
        queue = TestQueue.over(log, FieldTable.EMPTY, owner);
        home.runAll();
        assertThat(drain(queue)).containsExactly("b");
        assertThat(queue.ref.queue().lostMessages()).isEqualTo(2);
        assertThat(queue.status().messages()).isZero();
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void forgetsWhatIsPurged() {
        TestQueue queue = queue(FieldTable.EMPTY);
        queue.publishPersistentTogether("a", "b", "c", "d");
        log = log.restarted();
        queue = TestQueue.over(log, FieldTable.EMPTY, owner);
        TestQueue.Reply<Long> purged = new TestQueue.Reply<>();
        queue.ref.purge(purged);
        assertThat(purged.get()).isEqualTo(4);
        home.runAll();
        assertThat(queue.status().messages()).isZero();
        assertThat(log.positions()).isEmpty();
        queue.publishPersistent("e");
        assertThat(drain(queue)).containsExactly("e");
    }

    @Test
    void waitsForTheAnswerBeforeItSaysWhatIsThere() {
        TestQueue queue = queue(FieldTable.EMPTY);
        queue.publishPersistent("a");
        log = log.restarted();
        queue = TestQueue.over(log, FieldTable.EMPTY, owner);
        TestQueue.Reply<Optional<Got>> reply = new TestQueue.Reply<>();
        queue.ref.get(true, timeout -> { }, reply);
        assertThat(reply.value).isNull();
        home.runAll();
        assertThat(reply.get()).isPresent();
    }

    @Test
    void holdsDelayedMessagesBackUntilTheyAreDue() {
        List<String> routed = new ArrayList<>();
        HoldingQueue held = holdingQueue(routed);
        publishDelayed(held.queue(), "late", 5000);
        publishDelayed(held.queue(), "early", 1000);
        end();
        publishDelayed(holdingQueue(routed).queue(), "between", 3000);
        home.runAll();
        assertThat(routed).isEmpty();
        home.advance(1000);
        assertThat(routed).containsExactly("early");
        home.advance(4000);
        assertThat(routed).containsExactly("early", "between", "late");
        assertThat(log.positions()).isEmpty();
    }

    @Test
    void hasWhatWasDueMeanwhileAtOnce() {
        List<String> routed = new ArrayList<>();
        HoldingQueue held = holdingQueue(routed);
        for (int i = 0; i < 600; i++) publishDelayed(held.queue(), "m" + i, 1000 + i % 2);
        end();
        home.passSilently(2000);
        holdingQueue(routed);
        home.advance(0);
        home.runAll();
        assertThat(routed).hasSize(600).startsWith("m0", "m2", "m4").endsWith("m597", "m599");
        assertThat(log.positions()).isEmpty();
    }

    /** Nothing that was left to do is done any more. */
    private void end() {
        home.runAll();
        ManualLoop next = new ManualLoop();
        next.passSilently(home.millis() - next.millis());
        home = next;
        log = log.restarted(home);
    }

    private HoldingQueue holdingQueue(List<String> routed) {
        QueueStorage storage = QueueStorage.boundless(log.store());
        HoldingQueue queue = new HoldingQueue(1, "/", "x", true, home, storage,
            (message, matches) -> routed.add(new String(message.body().toByteArray(), StandardCharsets.UTF_8)));
        home.runAll();
        return queue;
    }

    private static void publishDelayed(QueueRef queue, String body, int delay) {
        BasicProperties properties = persistent().headers(FieldTable.EMPTY.with("x-delay", FieldValue.longInt(delay))).build();
        Outbox outbox = new Outbox(busy -> { });
        outbox.publish(queue, TestQueue.message(body, properties), Confirmations.NONE, 0);
        outbox.flush();
    }

    private TestQueue queue(FieldTable arguments) {
        return TestQueue.over(log, arguments, owner);
    }

    private TestQueue restarted(FieldTable arguments) {
        log = log.restarted();
        TestQueue queue = TestQueue.over(log, arguments, owner);
        home.runAll();
        return queue;
    }

    private QueuedMessage get(TestQueue queue) {
        return queue.get(false).orElseThrow().message();
    }

    private List<String> drain(TestQueue queue) {
        return queue.drain();
    }

    private static BasicProperties.Builder persistent() {
        return BasicProperties.builder().persistent();
    }

    private static BasicProperties group(String group) {
        return header("x-group-id", group);
    }

    private static BasicProperties key(String key) {
        return header("x-deduplication-header", key);
    }

    private static BasicProperties header(String name, String value) {
        return persistent().headers(FieldTable.EMPTY.with(name, FieldValue.longString(value))).build();
    }
}
