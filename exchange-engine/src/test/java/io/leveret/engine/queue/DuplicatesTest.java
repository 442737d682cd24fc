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

    @Test
    void takesTheKeyOfAMessageThatHasExpiredBehindOthers() {
        queue.publish("head");
        queue.publish("old", expiring("1"));
        queue.publish("too early", key("1"));
        queue.home.advance(50);
        queue.publish("new", key("1"));
        queue.publish("again", key("1"));
        assertThat(queue.status().messages()).isEqualTo(3);
        assertThat(queue.drain()).containsExactly("head", "new");
    }

    @Test
    void keepsTheKeyOfTheNewMessageWhenTheExpiredOneLeaves() {
        queue.publish("head");
        queue.publish("old", expiring("1"));
        queue.home.advance(50);
        queue.publish("new", key("1"));
        queue.get(true);
        assertThat(queue.status().messages()).isEqualTo(1);
        queue.publish("again", key("1"));
        assertThat(queue.drain()).containsExactly("new");
    }

    @Test
    void keepsTheKeyOfAMessageThatIsHeldWhileItExpires() {
        queue.publish("old", expiring("1"));
        QueuedMessage held = queue.get(false).orElseThrow().message();
        queue.home.advance(50);
        queue.publish("while it is held", key("1"));
        queue.ref.purge(new TestQueue.Reply<>());
        queue.publish("still", key("1"));
        assertThat(queue.drain()).isEmpty();
        queue.settle(held, Settlement.RETURN);
        queue.publish("new", key("1"));
        assertThat(queue.drain()).containsExactly("new");
    }

    @Test
    void confirmsADuplicateThatAFullQueueHadNoRoomFor() {
        TestQueue full = TestQueue.with(FieldTable.EMPTY.with("x-message-deduplication", FieldValue.bool(true))
            .with("x-max-length", FieldValue.longInt(1)).with("x-overflow", FieldValue.longString("reject-publish")));
        full.publish("a", key("1"));
        full.publish("again", key("1"));
        full.publish("b", key("2"));
        assertThat(full.publisher.confirmed).containsExactly("1-1", "2-2");
        assertThat(full.publisher.rejected).containsExactly("3-3");
        assertThat(full.drain()).containsExactly("a");
        full.publish("b", key("2"));
        assertThat(full.drain()).containsExactly("b");
    }

    private static BasicProperties key(String key) {
        return BasicProperties.builder().headers(headers(key)).build();
    }

    private static BasicProperties expiring(String key) {
        return BasicProperties.builder().headers(headers(key)).expiration("50").build();
    }

    private static FieldTable headers(String key) {
        return FieldTable.EMPTY.with("x-deduplication-header", FieldValue.longString(key));
    }
}
