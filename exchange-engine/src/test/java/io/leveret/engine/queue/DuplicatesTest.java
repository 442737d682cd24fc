package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import org.junit.jupiter.api.Test;

class DuplicatesTest {

    private final TestQueue queue = TestQueue.with(FieldTable.EMPTY.with("x-message-deduplication", FieldValue.bool(true)));

    @Test
    void dropsADuplicateAndConfirmsIt() {
        queue.publish("a", key("1"));
        queue.publish("again", key("1"));
        queue.publish("b", key("2"));
        assertThat(queue.drain()).containsExactly("a", "b");
        assertThat(queue.publisher.confirmed).containsExactly("1-1", "2-2", "3-3");
        assertThat(queue.publisher.rejected).isEmpty();
    }

    @Test
    void takesTheKeyAgainOnceTheMessageIsGone() {
        queue.publish("a", key("1"));
        QueuedMessage held = queue.get(false).orElseThrow().message();
        queue.publish("while it is held", key("1"));
        queue.settle(held, Settlement.RETURN);
        queue.publish("while it is back", key("1"));
        assertThat(queue.drain()).containsExactly("a");
        queue.publish("later", key("1"));
        assertThat(queue.drain()).containsExactly("later");
    }

    @Test
    void doesNotLookAtMessagesWithoutAKey() {
        queue.publish("a", "a");
        assertThat(queue.drain()).containsExactly("a", "a");
    }

    @Test
    void freesTheKeysOfAPurgedQueue() {
        queue.publish("a", key("1"));
        queue.ref.purge(new TestQueue.Reply<>());
        queue.publish("b", key("1"));
        assertThat(queue.drain()).containsExactly("b");
    }

    @Test
    void freesTheKeyOfAMessageThatCouldNotBeTaken() {
        queue.log.failAt = 1;
        BasicProperties persistent = BasicProperties.builder().deliveryMode(2).headers(key("1").headers()).build();
        queue.publish("a", persistent);
        queue.publish("again", persistent);
        assertThat(queue.publisher.rejected).containsExactly("1-1");
        assertThat(queue.drain()).containsExactly("again");
    }

    private static BasicProperties key(String key) {
        return BasicProperties.builder()
            .headers(FieldTable.EMPTY.with("x-deduplication-header", FieldValue.longString(key))).build();
    }
}
