package io.leveret.persistence.message;

import static io.leveret.persistence.message.TestStore.contents;
import static io.leveret.persistence.message.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The last byte of the disk goes at each operation in turn, while segments are made ready, checkpoints are written and what
 * stays is copied. Nothing is lost then, and when there is room again all goes on by itself.
 */
class FullDiskAnywhereTest {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int MESSAGES = 600;
    private static final int STAYS = 45; // one of so many
    private static final int CHECKPOINTS = 4;

    private long firstOperation;
    private long operations;

    /** What a run without a full disk does after the messages have come. */
    @BeforeEach
    void count() throws IOException {
        Life life = new Life(new MemoryFiles(1));
        firstOperation = life.files.operations();
        life.houseKeeping();
        operations = life.files.operations();
        assertThat(life.store.store.maintenance().copied()).as("it copies").isPositive();
        assertThat(operations - firstOperation).isGreaterThan(50);
    }

    @Test
    void nothingIsLostAndAllGoesOnWhenThereIsRoomAgain() {
        atEachOperation(life -> {
            life.check(life.store, life.log);
            life.files.limitTo(Long.MAX_VALUE);
            life.goesOn();
            life.check(life.store, life.log);
            life.checkAfter(life.files.afterPowerLoss());
        });
    }

    @Test
    void norIsItWhenTheProcessIsKilledMeanwhile() {
        atEachOperation(life -> {
            MemoryFiles after = life.files.afterKill();
            after.limitTo(after.size());
            life.files = after;
            life.start();
            life.check(life.store, life.log);
            life.files.limitTo(Long.MAX_VALUE);
            life.goesOn();
            life.checkAfter(life.files.afterPowerLoss());
        });
    }

    @Test
    void norWhenThePowerGoes() {
        atEachOperation(life -> life.checkAfter(life.files.afterPowerLoss()));
    }

    private interface Rest {
        void of(Life life) throws IOException;
    }

    private void atEachOperation(Rest rest) {
        for (long operation = firstOperation; operation < operations; operation++) {
            try {
                Life life = new Life(new MemoryFiles(1).fullFrom(operation));
                life.houseKeeping();
                rest.of(life);
            } catch (IOException | RuntimeException | AssertionError e) {
                fail("full from operation " + operation + " on", e);
            }
        }
    }

    /** A queue from which all but a few leave, and what happens behind it. */
    private static final class Life {
        MemoryFiles files;
        TestStore store;
        JournaledQueueLog log;
        private List<String> left;
        private long next = 1;

        Life(MemoryFiles files) throws IOException {
            this.files = files;
            start();
            while (next <= MESSAGES) append();
            store.settle();
            for (long i = 1; i <= MESSAGES; i++) if (i % STAYS != 0) log.remove(i);
            store.settle();
            left = contents(log);
        }

        void start() throws IOException {
            store = TestStore.open(files);
            log = store.log(1);
            store.store.watchDisk(() -> false);
            store.store.restored();
        }

        /** Two minutes or so, in which a little goes on: each second message stays. */
        void houseKeeping() {
            for (int i = 0; i < CHECKPOINTS; i++) {
                store.passSeconds(40);
                store.behind.second();
                for (int turn = 0; turn < 20; turn++) store.settle();
                append();
                log.remove(next++);
                store.settle();
            }
            left = contents(log);
        }

        void goesOn() {
            houseKeeping();
            houseKeeping();
            assertThat(store.journal.failures).isEmpty();
            assertThat(store.journal.journal.isDiskFull()).isFalse();
            assertThat(store.journal.alarms.size() % 2).as("whoever was told that it is full knows that there is room: %s", store.journal.alarms).isZero();
            long durable = store.journal.journal.durableLsn();
            append();
            store.settle();
            assertThat(store.journal.journal.durableLsn()).isGreaterThan(durable);
            left = contents(log);
        }

        void check(TestStore opened, JournaledQueueLog its) {
            assertThat(contents(its)).isEqualTo(left);
            assertThat(opened.read(its)).hasSize(left.size()).allSatisfy((position, message) ->
                    assertThat(new String(message.body().toByteArray())).startsWith(position + "-"));
        }

        void checkAfter(MemoryFiles after) throws IOException {
            TestStore again = TestStore.open(after);
            check(again, again.log(1));
        }

        private void append() {
            log.append(next, message(next + "-".repeat(1000)), NEVER);
            next++;
        }
    }
}
