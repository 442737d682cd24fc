package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Message;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Retries that wait in a queue with message groups, and a restart meanwhile. */
class GroupedRetryTest {

    private static final int WAIT = 1000;
    private static final FieldTable ARGUMENTS = FieldTable.EMPTY.with("x-message-groups", FieldValue.bool(true))
        .with("x-delayed-retry-type", FieldValue.longString("all")).with("x-delayed-retry-min", FieldValue.longInt(WAIT))
        .with("x-delayed-retry-max", FieldValue.longInt(WAIT));

    private final ManualLoop home = new ManualLoop();
    private final TestOwner owner = new TestOwner();
    private final MessageMemory memory = new MessageMemory(100_000);
    private PagingLog log = new PagingLog(home);
    private TestQueue queue;

    GroupedRetryTest() {
        owner.storage = new QueueStorage(log.store(), memory);
        queue = TestQueue.over(log, ARGUMENTS, owner);
        for (String body : new String[] {"a1", "a2", "b1", "a3"}) publish(body);
    }

    /** To the group of its first letter. */
    private void publish(String body) {
        FieldTable headers = FieldTable.EMPTY.with("x-group-id", FieldValue.longString(body.substring(0, 1)));
        queue.publish(new Message("", "q", BasicProperties.builder().persistent().headers(headers).build(), Body.of(body.getBytes())));
    }

    private QueuedMessage take() {
        Optional<Got> got = queue.get(false);
        home.runAll();
        return got.map(Got::message).orElse(null);
    }

    private static String body(QueuedMessage message) {
        return message == null ? null : new String(message.message().body().toByteArray());
    }

    private void restart() {
        home.runAll();
        log = log.restarted();
        queue.ref.delete();
        home.runAll();
        queue = TestQueue.over(log, ARGUMENTS, owner);
    }

    @Test
    void aRestartDoesNotEndTheWaitOfAGroup() {
        queue.settle(take(), Settlement.RETURN);
        restart();
        QueuedMessage other = take();
        assertThat(body(other)).isEqualTo("b1");
        assertThat(take()).isNull();
        home.advance(WAIT);
        QueuedMessage retried = take();
        assertThat(body(retried)).isEqualTo("a1");
        assertThat(retried.isRedelivered()).isTrue();
        assertThat(take()).as("the rest of its group waits for it").isNull();
        queue.settle(retried, Settlement.ACK);
        assertThat(body(take())).isEqualTo("a2");
        assertThat(queue.status().messages()).isEqualTo(1);
    }

    @Test
    void itMayWaitThroughSeveral() {
        queue.settle(take(), Settlement.RETURN);
        for (int i = 0; i < 3; i++) {
            restart();
            queue.settle(take(), Settlement.ACK); // b1, and no other
            publish("b2");
        }
        home.advance(WAIT);
        assertThat(body(take())).isEqualTo("a1");
    }

    @Test
    void aWaitThatIsOverMeanwhileIsOver() {
        queue.settle(take(), Settlement.RETURN);
        home.advance(WAIT / 2);
        log = log.restarted();
        home.advance(WAIT);
        queue = TestQueue.over(log, ARGUMENTS, owner);
        assertThat(body(take())).isEqualTo("a1");
    }
}
