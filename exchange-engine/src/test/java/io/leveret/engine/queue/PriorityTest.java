package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import org.junit.jupiter.api.Test;

class PriorityTest {

    private final TestQueue queue = TestQueue.with("x-max-priority", 5);
    private final RecordingConsumer alice = new RecordingConsumer();

    @Test
    void handsOutTheHighestPriorityFirstAndEachInOrder() {
        publish("low 1", 1);
        publish("high 1", 5);
        publish("low 2", 1);
        publish("high 2", 5);
        queue.publish("none");
        assertThat(queue.drain()).containsExactly("high 1", "high 2", "low 1", "low 2", "none");
    }

    @Test
    void treatsAPriorityAboveTheMaximumAsTheMaximum() {
        publish("five", 5);
        publish("two hundred", 200);
        assertThat(queue.drain()).containsExactly("five", "two hundred");
    }

    @Test
    void ignoresPrioritiesInAPlainQueue() {
        TestQueue plain = TestQueue.plain();
        plain.publish("low", priority(1));
        plain.publish("high", priority(9));
        assertThat(plain.drain()).containsExactly("low", "high");
    }

    @Test
    void knowsPrioritiesUpToThirtyOneInAQuorumQueue() {
        TestQueue quorum = TestQueue.with(FieldTable.EMPTY.with("x-queue-type", FieldValue.longString("quorum")));
        for (int value : new int[] {3, 5, 31, 99}) quorum.publish(String.valueOf(value), priority(value));
        quorum.publish("none is 4");
        assertThat(quorum.drain()).containsExactly("31", "99", "5", "none is 4", "3");
    }

    @Test
    void putsARequeuedMessageBackToItsPlaceWithinItsPriority() {
        publish("a", 3);
        publish("b", 3);
        QueuedMessage first = queue.get(false).orElseThrow().message();
        publish("c", 5);
        queue.settle(first, Settlement.RETURN);
        assertThat(queue.drain()).containsExactly("c", "a", "b");
    }

    @Test
    void losesTheLeastImportantWhenItIsFull() {
        TestQueue full = TestQueue.with(FieldTable.EMPTY.with("x-max-priority", FieldValue.longInt(5))
            .with("x-max-length", FieldValue.longInt(2)));
        full.publish("low", priority(1));
        full.publish("high", priority(5));
        full.publish("middle", priority(3));
        assertThat(full.drain()).containsExactly("high", "middle");
    }

    @Test
    void expiresTheHeadOfEveryPriority() {
        TestQueue mixed = TestQueue.with("x-max-priority", 5);
        mixed.publish("high", priority(5));
        mixed.publish("low", BasicProperties.builder().priority(1).expiration("10").build());
        mixed.home.advance(10);
        assertThat(mixed.drain()).containsExactly("high");
    }

    @Test
    void servesConsumersOfAHigherPriorityFirstWhileTheyHaveRoom() {
        TestQueue plain = TestQueue.plain();
        RecordingConsumer bob = new RecordingConsumer();
        plain.consume(alice.prioritized(0, 10), alice);
        plain.consume(bob.prioritized(1, 2), bob);
        plain.publish("a", "b", "c");
        assertThat(bob.bodies()).containsExactly("a", "b");
        assertThat(alice.bodies()).containsExactly("c");
    }

    private void publish(String body, int priority) {
        queue.publish(body, priority(priority));
    }

    private static BasicProperties priority(int priority) {
        return BasicProperties.builder().priority(priority).build();
    }
}
