package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.loop.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PausedQueueTest {

    private final RecordingConsumer alice = new RecordingConsumer();

    @Test
    void takesMessagesAndHandsOutNone() {
        TestQueue queue = TestQueue.plain();
        queue.consume(alice.acking(0), alice);
        pause(queue, true);
        queue.publish("a", "b");
        queue.publishPersistent("c");
        assertThat(alice.bodies()).isEmpty();
        assertThat(queue.get(true)).isEmpty();
        assertThat(queue.status()).isEqualTo(new QueueStatus(3, 1));
        pause(queue, false);
        assertThat(alice.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsHeldCanBeSettledAndComesBackToWait() {
        TestQueue queue = TestQueue.plain();
        queue.consume(alice.acking(0), alice);
        queue.publish("a", "b");
        pause(queue, true);
        queue.settle(alice.deliveries.get(0), Settlement.ACK);
        queue.settle(alice.deliveries.get(1), Settlement.RETURN);
        assertThat(alice.deliveries).hasSize(2);
        assertThat(queue.status().messages()).isEqualTo(1);
        pause(queue, false);
        assertThat(alice.bodies()).containsExactly("a", "b", "b");
    }

    @Test
    void consumersThatComeMeanwhileWaitToo() {
        TestQueue queue = TestQueue.plain();
        queue.publish("a");
        pause(queue, true);
        queue.consume(alice.noAck(), alice);
        assertThat(alice.deliveries).isEmpty();
        pause(queue, false);
        assertThat(alice.bodies()).containsExactly("a");
    }

    @Test
    void holdsBackMessageGroupsAndPriorities() {
        for (TestQueue queue : List.of(TestQueue.with("x-max-priority", 5),
            TestQueue.with(FieldTable.EMPTY.with("x-message-groups", FieldValue.bool(true))))) {
            RecordingConsumer consumer = new RecordingConsumer();
            queue.consume(consumer.acking(0), consumer);
            pause(queue, true);
            queue.publish("a", "b");
            assertThat(consumer.deliveries).isEmpty();
            pause(queue, false);
            assertThat(consumer.bodies()).containsExactly("a", "b");
        }
    }

    @Test
    void letsAnOperatorLookInside() {
        TestQueue queue = TestQueue.plain();
        queue.publish("a");
        pause(queue, true);
        List<Optional<Got>> got = new ArrayList<>();
        queue.ref.get(false, Getter.ofOperator(), new Answer<>() {
            @Override
            public void completed(Optional<Got> value) {
                got.add(value);
            }

            @Override
            public void failed(AmqpException error) {
                throw error;
            }
        });
        queue.home.runAll();
        assertThat(got).hasSize(1).allMatch(Optional::isPresent);
    }

    private static void pause(TestQueue queue, boolean wanted) {
        queue.ref.pause(wanted);
        queue.home.runAll();
        assertThat(queue.ref.isPaused()).isEqualTo(wanted);
    }
}
