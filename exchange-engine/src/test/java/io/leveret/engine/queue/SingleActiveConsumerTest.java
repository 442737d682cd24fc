package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import org.junit.jupiter.api.Test;

class SingleActiveConsumerTest {

    private static final FieldTable SINGLE = FieldTable.EMPTY.with("x-single-active-consumer", FieldValue.bool(true));

    private final TestQueue queue = TestQueue.with(SINGLE);
    private final RecordingConsumer alice = new RecordingConsumer();
    private final RecordingConsumer bob = new RecordingConsumer();

    @Test
    void servesTheFirstConsumerOnly() {
        queue.consume(alice.acking(1), alice);
        queue.consume(bob.acking(0), bob);
        queue.publish("a", "b");
        assertThat(alice.bodies()).containsExactly("a");
        assertThat(bob.bodies()).isEmpty();
    }

    @Test
    void handsOverToTheNextWhenTheActiveOneGoes() {
        queue.consume(alice.acking(1), alice);
        queue.consume(bob.acking(0), bob);
        queue.publish("a", "b");
        queue.cancel(alice);
        assertThat(bob.bodies()).containsExactly("b");
        queue.settle(alice.last(), Settlement.FAIL);
        assertThat(bob.bodies()).containsExactly("b", "a");
    }

    @Test
    void refusesAnExclusiveConsumer() {
        assertThatThrownBy(() -> queue.consume(alice.exclusive(), alice)).hasMessageContaining("in exclusive use");
    }

    @Test
    void letsAHigherPriorityTakeOverAQuorumQueueOnceTheActiveOneHoldsNothing() {
        TestQueue quorum = TestQueue.with(SINGLE.with("x-queue-type", FieldValue.longString("quorum")));
        quorum.consume(alice.prioritized(0, 1), alice);
        quorum.publish("a");
        quorum.consume(bob.prioritized(5, 1), bob);
        quorum.publish("b");
        assertThat(bob.bodies()).isEmpty();
        quorum.settle(alice.last(), Settlement.ACK);
        assertThat(bob.bodies()).containsExactly("b");
        assertThat(alice.bodies()).containsExactly("a");
    }

    @Test
    void givesNobodyAMessageOfAQuorumQueueOutOfTurn() {
        TestQueue quorum = TestQueue.with(SINGLE.with("x-queue-type", FieldValue.longString("quorum")));
        assertThatThrownBy(() -> quorum.get(true)).hasMessageContaining("basic.get operations are not supported");
    }

    @Test
    void goesOnWithTheActiveConsumerWhenItsSuccessorLeaves() {
        TestQueue quorum = TestQueue.with(SINGLE.with("x-queue-type", FieldValue.longString("quorum")));
        quorum.consume(alice.prioritized(0, 10), alice);
        quorum.publish("a");
        quorum.consume(bob.prioritized(5, 10), bob);
        quorum.cancel(bob);
        quorum.publish("b");
        assertThat(alice.bodies()).containsExactly("a", "b");
    }

    @Test
    void hasWhatADeadConsumerHeldInItsOldOrderBeforeTheNextIsServed() {
        queue.consume(alice.acking(2), alice);
        queue.consume(bob.acking(0), bob);
        queue.publish("a", "b", "c", "d");
        queue.endWithAllItHolds(alice);
        assertThat(bob.bodies()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void goesByTheOrderOfArrivalInAClassicQueue() {
        queue.consume(alice.prioritized(0, 10), alice);
        queue.consume(bob.prioritized(5, 10), bob);
        queue.publish("a");
        assertThat(alice.bodies()).containsExactly("a");
    }
}
