package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.settings.QueueSettings;
import org.junit.jupiter.api.Test;

class LengthLimitTest {

    private final RecordingConsumer alice = new RecordingConsumer();

    @Test
    void dropsTheOldestMessagesBeyondTheLength() {
        TestQueue queue = TestQueue.with("x-max-length", 2);
        queue.publish("a", "b", "c", "d");
        assertThat(queue.drain()).containsExactly("c", "d");
        assertThat(queue.publisher.confirmed).containsExactly("1-4");
    }

    @Test
    void answersAPublisherOnceWhateverFailsWhenTheOldestGoes() {
        TestQueue queue = TestQueue.with(FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(1))
            .with("x-dead-letter-exchange", FieldValue.longString("dlx")));
        queue.owner.failsToRoute = true;
        queue.publish("a", "b", "c");
        assertThat(queue.publisher.confirmed).containsExactly("1-3");
        assertThat(queue.publisher.rejected).isEmpty();
    }

    @Test
    void answersAPublisherOnceWhateverFailsWhenItIsRefused() {
        TestQueue queue = TestQueue.with(FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(1))
            .with("x-overflow", FieldValue.longString("reject-publish-dlx"))
            .with("x-dead-letter-exchange", FieldValue.longString("dlx")));
        queue.owner.failsToRoute = true;
        queue.publish("a", "b", "c");
        assertThat(queue.publisher.confirmed).containsExactly("1-1");
        assertThat(queue.publisher.rejected).containsExactly("2-3");
    }

    @Test
    void dropsTurnByTurnWhatANewLimitMakesTooMany() {
        TestQueue queue = TestQueue.plain();
        for (int i = 0; i < 5000; i++) queue.publishPersistent("old");
        queue.ref.apply(() -> QueueSettings.ofArguments(
            FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(2)), "queue"));
        assertThat(queue.log.entries).filteredOn(entry -> entry.startsWith("remove")).hasSize(1000);
        queue.publish("new", "newer", "newest");
        queue.home.runAll();
        assertThat(queue.drain()).containsExactly("newer", "newest");
    }

    @Test
    void makesRoomForALargeMessageAtOnce() {
        TestQueue queue = TestQueue.with("x-max-length-bytes", 3000);
        for (int i = 0; i < 3000; i++) queue.publishPersistent("s");
        queue.publish("large".repeat(600));
        assertThat(queue.log.entries).filteredOn(entry -> entry.startsWith("remove")).hasSize(3000);
    }

    @Test
    void countsTheBytesOfReadyBodies() {
        TestQueue queue = TestQueue.with("x-max-length-bytes", 5);
        queue.publish("aa", "bbb", "cc");
        assertThat(queue.drain()).containsExactly("bbb", "cc");
    }

    @Test
    void doesNotCountWhatConsumersHold() {
        TestQueue queue = TestQueue.with("x-max-length", 1);
        queue.consume(alice.acking(2), alice);
        queue.publish("a", "b", "c");
        assertThat(alice.bodies()).containsExactly("a", "b");
        assertThat(queue.drain()).containsExactly("c");
    }

    @Test
    void holdsNothingThatNobodyTakesAtLengthZero() {
        TestQueue queue = TestQueue.with("x-max-length", 0);
        queue.publish("lost");
        queue.consume(alice.acking(1), alice);
        queue.publish("taken", "lost too");
        assertThat(alice.bodies()).containsExactly("taken");
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void refusesNewMessagesWhereAsked() {
        TestQueue queue = TestQueue.with(FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(2))
            .with("x-overflow", FieldValue.longString("reject-publish")));
        queue.publish("a", "b", "c", "d");
        assertThat(queue.publisher.confirmed).containsExactly("1-2");
        assertThat(queue.publisher.rejected).containsExactly("3-4");
        assertThat(queue.drain()).containsExactly("a", "b");
    }

    @Test
    void refusesAMessageThatWouldBeTooManyBytes() {
        TestQueue queue = TestQueue.with(FieldTable.EMPTY.with("x-max-length-bytes", FieldValue.longInt(4))
            .with("x-overflow", FieldValue.longString("reject-publish")));
        queue.publish("aaa", "bb", "c");
        assertThat(queue.publisher.rejected).containsExactly("2-2");
        assertThat(queue.drain()).containsExactly("aaa", "c");
    }
}
