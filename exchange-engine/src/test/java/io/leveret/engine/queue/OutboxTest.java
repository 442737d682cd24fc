package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.SharedBodies;
import io.leveret.engine.store.StoreTransaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a connection has for queues, as the store hears of it. */
class OutboxTest {

    private static final BasicProperties PERSISTENT = BasicProperties.builder().persistent().build();

    private final TestQueue first = TestQueue.plain();
    private final TestQueue second = first.durableBeside("second");
    private final TestQueue passing = first.beside("passing");
    private final List<String> shared = new ArrayList<>();
    private final Outbox outbox = new Outbox(busy -> { }, new SharedBodies() {
        @Override
        public void share(Message message) {
            shared.add("share");
        }

        @Override
        public void handOver() {
            shared.add("hand over");
        }
    });

    @Test
    void hasAMessageForSeveralDurableQueuesWrittenOnce() {
        publish(PERSISTENT, first, second, passing);
        assertThat(shared).containsExactly("share", "hand over");
    }

    @Test
    void sharesNothingThatOneQueueWritesDown() {
        publish(PERSISTENT, first, passing);
        publish(BasicProperties.EMPTY, first, second);
        assertThat(shared).isEmpty();
    }

    @Test
    void handsOverAPartOfATransactionForEachDurableQueue() {
        TestQueue.RecordingPublisher committer = new TestQueue.RecordingPublisher();
        first.publishPersistent("old");
        QueuedMessage held = first.get(false).orElseThrow().message();
        outbox.publish(first.ref, message(PERSISTENT), committer, 1);
        outbox.settle(first.ref, held, Settlement.ACK);
        outbox.publish(second.ref, message(PERSISTENT), committer, 2);
        outbox.publish(passing.ref, message(PERSISTENT), committer, 3);
        assertThat(outbox.parts()).isEqualTo(2);
        outbox.flush(new StoreTransaction() {
            @Override
            public void expect(int parts) {
            }

            @Override
            public String toString() {
                return "T";
            }
        }, committer);
        assertThat(first.log.entries).containsExactly("append 1", "part of T", "append 2", "remove 1", "end of part");
        assertThat(second.log.entries).containsExactly("part of T", "append 1", "end of part");
        assertThat(committer.confirmed).containsExactlyInAnyOrder("1-1", "0-0", "2-2", "0-0", "3-3");
    }

    @Test
    void completesThePartOfAQueueThatIsGone() {
        second.ref.delete();
        outbox.publish(second.ref, message(PERSISTENT), first.publisher, 1);
        outbox.flush(StoreTransaction.NONE, first.publisher);
        assertThat(second.log.entries.subList(1, 3)).extracting(entry -> entry.split(" ")[0]).containsExactly("part", "end");
    }

    private void publish(BasicProperties properties, TestQueue... queues) {
        Matches<QueueRef> matches = new Matches<>();
        for (TestQueue queue : queues) Exchange.defaultExchange(anyKey -> queue.ref).route(message(properties), matches);
        outbox.publishAll(message(properties), matches, first.publisher, 7);
        outbox.flush();
    }

    private static Message message(BasicProperties properties) {
        return TestQueue.message("m", properties);
    }
}
