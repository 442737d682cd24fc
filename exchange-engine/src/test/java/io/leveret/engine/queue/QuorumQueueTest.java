package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import org.junit.jupiter.api.Test;

class QuorumQueueTest {

    private static final FieldTable QUORUM = FieldTable.EMPTY.with("x-queue-type", FieldValue.longString("quorum"));

    private final TestQueue queue = TestQueue.with(QUORUM);
    private final RecordingConsumer alice = new RecordingConsumer();
    private final RecordingConsumer bob = new RecordingConsumer();

    @Test
    void takesNoNoticeOfExclusiveConsumers() {
        queue.consume(alice.exclusive(), alice);
        queue.consume(bob.exclusive(), bob);
        queue.publish("a", "b");
        assertThat(alice.bodies()).containsExactly("a");
        assertThat(bob.bodies()).containsExactly("b");
    }

    @Test
    void takesNoNoticeOfAnExclusiveSingleActiveConsumer() {
        TestQueue single = TestQueue.with(QUORUM.with("x-single-active-consumer", FieldValue.bool(true)));
        single.consume(alice.exclusive(), alice);
        single.consume(bob.exclusive(), bob);
        single.publish("a", "b");
        assertThat(alice.bodies()).containsExactly("a", "b");
    }

    @Test
    void isNotDeletedUnderACondition() {
        assertThat(refusal(true, false)).contains("with if-unused flag set");
        assertThat(refusal(false, true)).contains("with if-empty flag set");
        assertThat(refusal(true, true)).contains("with if-unused flag set");
        assertThat(queue.status().messages()).isZero();
    }

    @Test
    void dropsTheOldestWhereItIsToDeadLetterTheNewOne() {
        TestQueue full = TestQueue.with(QUORUM.with("x-max-length", FieldValue.longInt(1))
            .with("x-overflow", FieldValue.longString("reject-publish-dlx")));
        full.publish("a", "b");
        assertThat(full.publisher.confirmed).containsExactly("1-2");
        assertThat(full.drain()).containsExactly("b");
    }

    private String refusal(boolean ifUnused, boolean ifEmpty) {
        TestQueue.Reply<Long> reply = new TestQueue.Reply<>();
        queue.ref.delete(ifUnused, ifEmpty, () -> { }, reply);
        assertThat(reply.error.code()).isEqualTo(ReplyCode.NOT_IMPLEMENTED);
        return reply.error.getMessage();
    }
}
