package io.leveret.persistence.message;

import static io.leveret.persistence.message.TestStore.contents;
import static io.leveret.persistence.message.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.SharedBodies;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.Segment;
import io.leveret.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What several queues have of one message is written once, as far as each can know that it is there. */
class SharedBodiesTest {

    private static final long NEVER = Long.MAX_VALUE;

    private final MemoryFiles files = new MemoryFiles(1);
    private final List<String> told = new ArrayList<>();

    @Test
    void aMessageForManyQueuesIsWrittenOnce() throws IOException {
        TestStore first = TestStore.open(files);
        Message message = message(new byte[3000]);
        first.store.sharedBodies(first.here).share(message);
        first.store.sharedBodies(first.here).handOver();
        for (int id = 0; id < 10; id++) {
            QueueLog log = id % 2 == 0 ? first.log(id) : first.logThere(id);
            log.append(1, message, NEVER);
            log.whenDurable(() -> told.add("durable"));
        }
        first.settle();
        assertThat(told).hasSize(10);
        assertThat(written(first)).isLessThan(5000);
        TestStore second = TestStore.open(files.afterPowerLoss());
        for (int id = 0; id < 10; id++) {
            JournaledQueueLog log = second.log(id);
            assertThat(contents(log)).containsExactly("1 3000");
            assertThat(second.read(log).get(1L).body()).isEqualTo(message.body());
        }
        assertThat(second.journal.journal.segments()).first().extracting(Segment::live).isEqualTo(10L);
    }

    @Test
    void tenQueuesTakeLittleMoreRoomThanOne() throws IOException {
        assertThat(bytesOfMessagesIn(10)).isLessThan(bytesOfMessagesIn(1) * 115 / 100);
    }

    /** Of a hundred messages of a kibibyte that come in bursts of ten. */
    private static long bytesOfMessagesIn(int queues) throws IOException {
        TestStore store = TestStore.open(new MemoryFiles(1), new JournalSettings(1 << 20, 16 * 1024, 1 << 20, SyncPolicy.GROUP));
        List<QueueLog> logs = new ArrayList<>();
        for (int id = 0; id < queues; id++) logs.add(id % 2 == 0 ? store.log(id) : store.logThere(id));
        SharedBodies bodies = store.store.sharedBodies(store.here);
        for (int burst = 0; burst < 10; burst++) {
            List<Message> messages = Stream.generate(() -> message(new byte[1024])).limit(10).toList();
            if (queues > 1) messages.forEach(bodies::share);
            bodies.handOver();
            for (QueueLog log : logs) {
                for (int i = 0; i < 10; i++) log.append(1 + burst * 10 + i, messages.get(i), NEVER);
            }
            store.settle();
        }
        return written(store);
    }

    @Test
    void queuesOfTheLoopThatWroteABodyReferToItAtOnce() throws IOException {
        TestStore first = TestStore.open(files);
        Message message = message(new byte[3000]);
        first.store.sharedBodies(first.here).share(message);
        for (int id = 0; id < 3; id++) first.log(id).append(1, message, NEVER);
        first.settle();
        assertThat(written(first)).isLessThan(4000);
        assertThat(contents(TestStore.open(files.afterPowerLoss()).log(2))).containsExactly("1 3000");
    }

    @Test
    void aTransactionRefersToABodyToo() throws IOException {
        TestStore first = TestStore.open(files);
        Message message = message(new byte[3000]);
        first.store.sharedBodies(first.here).share(message);
        first.store.sharedBodies(first.here).handOver();
        StoreTransaction transaction = first.store.begin();
        transaction.expect(3);
        for (int id = 0; id < 3; id++) {
            QueueLog log = id == 1 ? first.log(id) : first.logThere(id);
            log.enter(transaction);
            log.append(1, message, NEVER);
            log.leave(transaction);
            log.whenDurable(() -> told.add("durable"));
            first.settle();
            assertThat(told).hasSize(id < 2 ? 0 : 3);
        }
        assertThat(written(first)).isLessThan(4000);
        TestStore second = TestStore.open(files.afterPowerLoss());
        for (int id = 0; id < 3; id++) assertThat(contents(second.log(id))).containsExactly("1 3000");
    }

    @Test
    void aQueueThatCannotKnowWhetherABodyComesBeforeKeepsItsOwn() throws IOException {
        TestStore first = TestStore.open(files);
        Message message = message(new byte[300]);
        first.store.sharedBodies(first.here).share(message);
        first.logThere(2).append(1, message, NEVER);
        first.there.runAll();
        first.settle();
        assertThat(contents(TestStore.open(files.afterPowerLoss()).log(2))).containsExactly("1 300");
    }

    @Test
    void aQueueThatIsVeryLateKeepsItsOwnToo() throws IOException {
        assertKeepsItsOwnAfter(60_000);
    }

    @Test
    void nobodyKnowsHowLateAQueueIsOnceTheClockWasSetBack() throws IOException {
        assertKeepsItsOwnAfter(-10_000);
    }

    private void assertKeepsItsOwnAfter(long millis) throws IOException {
        TestStore first = TestStore.open(files);
        Message message = message(new byte[300]);
        first.store.sharedBodies(first.here).share(message);
        first.settle();
        first.here.pass(millis);
        first.log(1).append(1, message, NEVER);
        first.settle();
        assertThat(first.journal.journal.segments().iterator().next().live()).isEqualTo(1);
        assertThat(written(first)).isGreaterThan(600);
    }

    private static long written(TestStore store) {
        return store.journal.journal.durableLsn() - (1 << 26) - 4096;
    }
}
