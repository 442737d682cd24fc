package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.settings.QueueSettings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedeliveryTest {

    private static final FieldTable QUORUM = FieldTable.EMPTY.with("x-queue-type", FieldValue.longString("quorum"));

    private final RecordingConsumer alice = new RecordingConsumer();

    @Test
    void countsEveryReturnToAClassicQueueWithALimit() {
        TestQueue queue = TestQueue.with("x-delivery-limit", 2);
        queue.publish("a");
        assertThat(count(queue, Settlement.RETURN)).isEmpty();
        assertThat(count(queue, Settlement.FAIL)).hasValue(1L);
        assertThat(count(queue, Settlement.RETURN)).hasValue(2L);
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void countsNothingWithoutALimit() {
        TestQueue queue = TestQueue.plain();
        queue.publish("a");
        for (int i = 0; i < 100; i++) assertThat(count(queue, Settlement.FAIL)).isEmpty();
        assertThat(queue.status().messages()).isEqualTo(1);
    }

    @Test
    void countsOnlyFailuresInAQuorumQueueButTellsHowOftenItWasTaken() {
        TestQueue queue = TestQueue.with(QUORUM.with("x-delivery-limit", FieldValue.longInt(1)));
        queue.publish("a");
        for (int i = 0; i < 5; i++) assertThat(count(queue, Settlement.RETURN)).isEmpty();
        QueuedMessage message = queue.get(false).orElseThrow().message();
        assertThat(message.deliveredProperties().header("x-acquired-count")).hasValue(FieldValue.longInt(5));
        queue.settle(message, Settlement.FAIL);
        assertThat(count(queue, Settlement.FAIL)).hasValue(1L);
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void limitsAQuorumQueueToTwentyUnlessToldOtherwise() {
        TestQueue limited = TestQueue.with(QUORUM);
        TestQueue unlimited = TestQueue.with(QUORUM.with("x-delivery-limit", FieldValue.longInt(-1)));
        limited.publish("a");
        unlimited.publish("a");
        for (int i = 0; i < 21; i++) count(limited, Settlement.FAIL);
        for (int i = 0; i < 100; i++) count(unlimited, Settlement.FAIL);
        assertThat(limited.status().messages()).isZero();
        assertThat(unlimited.status().messages()).isEqualTo(1);
    }

    @Test
    void doesNotTakeAQueueForEmptyWhileAMessageIsKeptBack() {
        TestQueue queue = TestQueue.with(FieldTable.EMPTY.with("x-delayed-retry-type", FieldValue.longString("all"))
            .with("x-delayed-retry-min", FieldValue.longInt(100)));
        queue.publish("a");
        queue.settle(queue.get(false).orElseThrow().message(), Settlement.FAIL);
        assertThat(queue.status().messages()).isZero();
        TestQueue.Reply<Long> deleted = new TestQueue.Reply<>();
        queue.ref.delete(false, true, () -> { }, deleted);
        assertThat(deleted.error).hasMessageContaining("not empty");
        queue.home.advance(100);
        assertThat(queue.drain()).containsExactly("a");
        queue.ref.delete(false, true, () -> { }, deleted);
        assertThat(deleted.value).isZero();
    }

    @Test
    void keepsAReturnedMessageBackForAWhileThatGrows() {
        TestQueue queue = TestQueue.with(FieldTable.EMPTY.with("x-delayed-retry-type", FieldValue.longString("all"))
            .with("x-delayed-retry-min", FieldValue.longInt(100)).with("x-delayed-retry-max", FieldValue.longInt(150)));
        queue.publish("a");
        count(queue, Settlement.RETURN);
        queue.home.advance(99);
        assertThat(queue.get(true)).isEmpty();
        queue.home.advance(1);
        count(queue, Settlement.RETURN);
        queue.home.advance(149);
        assertThat(queue.status().messages()).isZero();
        queue.home.advance(1);
        assertThat(queue.drain()).containsExactly("a");
    }

    @Test
    void delaysOnlyTheReturnsItIsAskedTo() {
        TestQueue queue = TestQueue.with(FieldTable.EMPTY.with("x-delayed-retry-type", FieldValue.longString("failed"))
            .with("x-delayed-retry-min", FieldValue.longInt(100)));
        queue.publish("a");
        count(queue, Settlement.RETURN);
        assertThat(queue.status().messages()).isEqualTo(1);
        count(queue, Settlement.FAIL);
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void takesAMessageBackThatIsHeldTooLong() {
        TestQueue queue = TestQueue.with("x-consumer-timeout", 1000);
        queue.consume(alice.acking(0), alice);
        queue.publish("a");
        queue.home.advance(999);
        assertThat(alice.timedOut).isFalse();
        queue.home.advance(2);
        assertThat(alice.timedOut).isTrue();
        assertThat(queue.status()).isEqualTo(new QueueStatus(1, 0));
        queue.settle(alice.last(), Settlement.ACK);
        assertThat(queue.drain()).containsExactly("a");
    }

    /** Nobody could acknowledge it. */
    @Test
    void doesNotCountTheTimeInWhichTheMachineWasSuspended() {
        TestQueue queue = TestQueue.with("x-consumer-timeout", 1000);
        queue.consume(alice.acking(0), alice);
        queue.publish("a");
        queue.home.suspend(3_600_000);
        queue.home.advance(999);
        assertThat(alice.timedOut).isFalse();
        queue.home.advance(2);
        assertThat(alice.timedOut).isTrue();
    }

    @Test
    void tellsWhoeverGotAMessageThatItIsHeldTooLong() {
        TestQueue queue = TestQueue.with("x-consumer-timeout", 1000);
        queue.publish("a", "b");
        QueuedMessage late = queue.get(false).orElseThrow().message();
        queue.settle(queue.get(false).orElseThrow().message(), Settlement.ACK);
        queue.home.advance(1001);
        assertThat(queue.timeoutsOfGets).containsExactly(1000L);
        queue.settle(late, Settlement.ACK);
        assertThat(queue.drain()).containsExactly("a");
    }

    @Test
    void takesNothingThatWasHeldTooLongForAFailureInAQuorumQueue() {
        TestQueue queue = TestQueue.with(QUORUM.with("x-consumer-timeout", FieldValue.longInt(1000)));
        queue.consume(alice.acking(0), alice);
        queue.publish("a");
        queue.home.advance(1001);
        assertThat(alice.timedOut).isTrue();
        assertThat(count(queue, Settlement.RETURN)).isEmpty();
    }

    @Test
    void leavesAConsumerInPeaceThatAcknowledgesInTime() {
        TestQueue queue = TestQueue.with("x-consumer-timeout", 1000);
        queue.consume(alice.acking(0), alice);
        for (int i = 0; i < 10; i++) {
            queue.publish("m" + i);
            queue.home.advance(500);
            queue.settle(alice.last(), Settlement.ACK);
        }
        assertThat(alice.timedOut).isFalse();
    }

    @Test
    void letsAConsumerBringATimeOfItsOwn() {
        TestQueue queue = TestQueue.plain();
        RecordingConsumer bob = new RecordingConsumer();
        queue.consume(alice.with(FieldTable.EMPTY.with("x-consumer-timeout", FieldValue.longInt(100))), alice);
        queue.consume(bob.acking(0), bob);
        queue.publish("a", "b");
        queue.home.advance(1000);
        assertThat(alice.timedOut).isTrue();
        assertThat(bob.timedOut).isFalse();
        assertThat(bob.bodies()).containsExactly("b", "a");
    }

    @Test
    void remembersTheTimeOfAConsumerWhenPoliciesChange() {
        TestQueue queue = TestQueue.plain();
        queue.consume(alice.with(FieldTable.EMPTY.with("x-consumer-timeout", FieldValue.longInt(100))), alice);
        queue.ref.apply(() -> QueueSettings.ofArguments(FieldTable.EMPTY, "queue"));
        queue.publish("a");
        queue.home.advance(1000);
        assertThat(alice.timedOut).isTrue();
    }

    @Test
    void leavesAConsumerInPeaceThatBringsATimeWhichNeverComes() {
        TestQueue queue = TestQueue.with("x-consumer-timeout", Long.MAX_VALUE);
        queue.consume(alice.with(FieldTable.EMPTY.with("x-consumer-timeout", FieldValue.longInt(Long.MAX_VALUE))), alice);
        queue.publish("a");
        queue.home.advance(1000);
        assertThat(alice.timedOut).isFalse();
    }

    @Test
    void noticesAShortTimeWhileAnotherConsumerHoldsAnOlderMessage() {
        TestQueue queue = TestQueue.plain();
        RecordingConsumer bob = new RecordingConsumer();
        queue.consume(bob.acking(1), bob);
        queue.publish("old");
        queue.home.advance(10_000);
        queue.consume(alice.with(FieldTable.EMPTY.with("x-consumer-timeout", FieldValue.longInt(500))), alice);
        queue.publish("new");
        queue.home.advance(600);
        assertThat(alice.timedOut).isTrue();
        assertThat(bob.timedOut).isFalse();
    }

    @Test
    void leavesOutItsCountsWhereTheyDoNotFit() {
        TestQueue queue = TestQueue.with(QUORUM);
        BasicProperties own = BasicProperties.builder().headers(FieldTable.EMPTY.with("own", FieldValue.bool(true))).build();
        queue.publish("a", own);
        count(queue, Settlement.FAIL);
        QueuedMessage message = queue.get(false).orElseThrow().message();
        BasicProperties whole = message.deliveredProperties();
        assertThat(whole.header("x-delivery-count")).isPresent();
        assertThat(message.deliveredProperties(whole.length())).isEqualTo(whole);
        assertThat(message.deliveredProperties(whole.length() - 1)).isEqualTo(own);
        assertThat(message.deliveredProperties(own.length() - 1)).isEqualTo(whole);
    }

    /** Gets the message, looks at its count, and gives it back. */
    private static Optional<Long> count(TestQueue queue, Settlement settlement) {
        QueuedMessage message = queue.get(false).orElseThrow().message();
        Optional<Long> count = message.deliveredProperties().header("x-delivery-count").map(FieldValue::asLong);
        queue.settle(message, settlement);
        return count;
    }
}
