package io.leveret.persistence.message;

import static io.leveret.persistence.message.TestStore.contents;
import static io.leveret.persistence.message.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.engine.message.Message;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.TestJournal;
import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int STEPS = 250;

    private final MemoryFiles files = new MemoryFiles(1);

    private static List<String> checkpoints(MemoryFiles files) throws IOException {
        return files.list().stream().filter(name -> name.startsWith("ckpt")).sorted().toList();
    }

    private static void append(JournaledQueueLog log, int from, int to, int size) {
        for (int i = from; i <= to; i++) log.append(i, message(new byte[size]), NEVER);
    }

    @Test
    void spareReadingTheJournalBeforeThem() throws IOException {
        TestStore first = TestStore.open(files);
        append(first.log(1), 1, 50, 100);
        first.settle();
        first.checkpoint();
        append(first.logThere(2), 1, 3, 100);
        first.settle();
        TestStore second = TestStore.open(files.afterPowerLoss());
        assertThat(second.journal.journal.replayed().records()).isEqualTo(3);
        assertThat(contents(second.log(1))).hasSize(50);
        assertThat(contents(second.log(2))).hasSize(3);
    }

    @Test
    void bodiesAreNeededAsSoonAsSomethingRefersToThem() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.logThere(1);
        Message message = message("shared");
        store.store.sharedBodies(store.here).share(message);
        store.store.sharedBodies(store.here).handOver();
        log.append(1, message, NEVER);
        store.there.runAll();
        store.journal.run();
        LoopCapture capture = new LoopCapture((LoopStore) store.store.sharedBodies(store.there), TestJournal.SEGMENT);
        assertThat(capture.fill(ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN))).isFalse();
        assertThat(capture.live().isNeeded(1)).isTrue();
    }

    /** Of the journal only what is behind them is left. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thoseThatSomebodyDeletesOrEmptiesAreMadeOnceMore(boolean areEmptied) throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.log(1);
        append(log, 1, 200, 1000);
        store.settle();
        log.removeBefore(200, new long[0]);
        for (int i = 0; i < 4; i++) {
            append(log, 201 + i, 201 + i, 10);
            store.passSeconds(5).checkpoint();
        }
        assertThat(files.list()).as("freed").doesNotContain("000000000001.seg");
        for (String checkpoint : checkpoints(files)) {
            files.delete(checkpoint);
            if (areEmptied) files.createGrowing(checkpoint).close();
        }
        store.store.maintenance().tick();
        store.settle();
        assertThat(checkpoints(files)).hasSize(areEmptied ? 3 : 1);
        assertThat(contents(TestStore.open(files.afterKill()).log(1))).hasSize(5);
    }

    @Test
    void twoAreKept() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.log(1);
        for (int i = 1; i <= 5; i++) {
            append(log, i, i, 10);
            store.checkpoint();
        }
        assertThat(checkpoints(files)).containsExactly("ckpt-000000000004", "ckpt-000000000005");
        TestStore next = TestStore.open(files.afterPowerLoss());
        next.log(1).append(6, message("x"), NEVER);
        next.checkpoint();
    }

    @Test
    void theyComeEveryHalfMinuteInWhichSomethingHappens() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.log(1);
        store.store.restored();
        store.passSeconds(100).settle().behind.second();
        store.settle();
        assertThat(checkpoints(files)).as("after doing nothing").isEmpty();
        append(log, 1, 1, 10);
        store.settle().behind.second();
        store.settle();
        assertThat(checkpoints(files)).as("half a minute after the start").hasSize(1);
        append(log, 2, 2, 10);
        store.settle().behind.second();
        store.settle();
        assertThat(checkpoints(files)).as("a second later").hasSize(1);
        store.passSeconds(30).behind.second();
        store.settle();
        assertThat(checkpoints(files)).hasSize(2);
    }

    @Test
    void oneIsMadeAtTheEndSoThatTheNextStartReadsNothing() throws IOException {
        TestStore first = TestStore.open(files);
        JournaledQueueLog log = first.settle().log(1);
        append(log, 1, 50, 100);
        first.runLoops();
        log.remove(1);
        first.store.close();
        TestStore second = TestStore.open(files.afterPowerLoss());
        assertThat(second.journal.journal.replayed().records()).isZero();
        assertThat(contents(second.log(1))).hasSize(49);
        second.store.close();
        assertThat(checkpoints(files)).as("as nothing has happened").hasSize(1);
    }

    @Test
    void noneIsMadeAtTheEndOfAStartThatFailed() throws IOException {
        TestStore first = TestStore.open(files);
        append(first.log(1), 1, 50, 100);
        append(first.log(2), 1, 50, 100);
        first.settle();
        MemoryFiles after = files.afterPowerLoss();
        TestStore second = TestStore.open(after);
        second.log(1);
        second.store.close();
        TestStore third = TestStore.open(after.afterPowerLoss());
        assertThat(contents(third.log(1))).hasSize(50);
        assertThat(contents(third.log(2))).hasSize(50);
    }

    @Test
    void noneIsMadeOfWhatLoopsAreStillChanging() throws IOException {
        TestStore first = TestStore.open(files);
        JournaledQueueLog log = first.settle().log(1);
        append(log, 1, 50, 100);
        first.settle();
        log.remove(1);
        first.store.closeUnfinished();
        assertThat(checkpoints(files)).isEmpty();
        assertThat(contents(TestStore.open(files.afterPowerLoss()).log(1))).hasSize(50);
    }

    @Test
    void freeSegmentsOnceTwoDoNotNeedThem() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.log(1);
        append(log, 1, 1000, 1000);
        store.settle();
        assertThat(StoreWorkload.segments(files)).isGreaterThan(15);
        log.removeBefore(1000, new long[0]);
        store.passSeconds(20).checkpoint();
        assertThat(StoreWorkload.segments(files)).as("after one").isGreaterThan(15);
        store.passSeconds(20).checkpoint();
        assertThat(StoreWorkload.segments(files)).as("after two").isLessThan(6);
        assertThat(contents(TestStore.open(files.afterPowerLoss()).log(1))).containsExactly("1000 1000");
    }

    @Test
    void aSecondOneFollowsByItselfWhenSegmentsWaitForIt() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.log(1);
        store.store.restored();
        append(log, 1, 1000, 1000);
        log.removeBefore(1001, new long[0]);
        for (int i = 0; i < 4; i++) {
            store.passSeconds(40).behind.second();
            store.settle();
        }
        assertThat(StoreWorkload.segments(files)).isLessThan(6);
        int soFar = checkpoints(files).size();
        String newest = checkpoints(files).get(soFar - 1);
        for (int i = 0; i < 4; i++) {
            store.passSeconds(40).behind.second();
            store.settle();
        }
        assertThat(checkpoints(files)).as("then all is quiet").endsWith(newest);
    }

    @Test
    void aDamagedOneIsReplacedByTheOneBefore() throws IOException {
        TestStore first = TestStore.open(files);
        JournaledQueueLog log = first.log(1);
        for (int round = 0; round < 6; round++) {
            append(log, 1 + 100 * round, 100 + 100 * round, 1000);
            log.removeBefore(50 + 100 * round, new long[0]);
            first.settle();
            first.passSeconds(20).checkpoint();
        }
        assertThat(StoreWorkload.segments(files)).as("some were freed").isLessThan(9);
        MemoryFiles after = files.afterPowerLoss();
        List<String> expected = contents(TestStore.open(after.afterPowerLoss()).log(1));
        after.change(checkpoints(after).get(1), (name, bytes) -> {
            bytes[bytes.length / 2] ^= 4;
            return bytes;
        });
        TestStore second = TestStore.open(after.afterPowerLoss());
        assertThat(contents(second.log(1))).isEqualTo(expected);
        second.checkpoint();
        second.log(2).append(1, message("x"), NEVER);
        second.checkpoint();
        after.change(checkpoints(after).get(0), (name, bytes) -> new byte[0]);
        assertThatThrownBy(() -> TestStore.open(after)).as("as segments are gone that were needed then")
                .isInstanceOf(JournalCorruptedException.class);
    }

    @Test
    void withoutAnyTheWholeJournalIsRead() throws IOException {
        TestStore first = TestStore.open(files);
        append(first.log(1), 1, 50, 100);
        first.checkpoint();
        MemoryFiles after = files.afterPowerLoss();
        for (String name : checkpoints(after)) after.change(name, (same, bytes) -> new byte[10]);
        assertThat(contents(TestStore.open(after).log(1))).hasSize(50);
    }

    @Test
    void aMissingSegmentIsNoticedAndCanBeDoneWithout() throws IOException {
        TestStore first = TestStore.open(files);
        JournaledQueueLog log = first.log(1);
        append(log, 1, 300, 1000);
        first.settle();
        first.checkpoint();
        MemoryFiles after = files.afterPowerLoss();
        after.delete("000000000002.seg");
        assertThatThrownBy(() -> TestStore.open(after)).isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("segment 2").hasMessageContaining("missing");
        assertThat(contents(TestStore.salvage(after).log(1))).hasSizeBetween(200, 270);
    }

    @Test
    void oneWaitsForTransactionsThatAreUnderWay() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog here = store.log(1);
        JournaledQueueLog there = store.logThere(2);
        append(here, 1, 1, 10);
        store.settle();
        StoreTransaction transaction = store.store.begin();
        transaction.expect(2);
        here.enter(transaction);
        here.remove(1);
        here.leave(transaction);
        store.checkpoint();
        assertThat(checkpoints(files)).as("half of it is in the index").allMatch(name -> name.endsWith(".tmp"));
        assertThat(contents(TestStore.open(files.afterKill()).log(1))).as("it never happened").hasSize(1);
        there.enter(transaction);
        append(there, 1, 1, 10);
        there.leave(transaction);
        store.settle().settle();
        assertThat(checkpoints(files)).hasSize(1).noneMatch(name -> name.endsWith(".tmp"));
        TestStore again = TestStore.open(files.afterPowerLoss());
        assertThat(contents(again.log(1))).isEmpty();
        assertThat(contents(again.log(2))).hasSize(1);
    }

    @Test
    void oneThatCannotBeWrittenIsTriedAgain() throws IOException {
        TestStore store = TestStore.open(files);
        append(store.log(1), 1, 50, 100);
        store.settle();
        files.failNext(Fault.ERROR);
        store.checkpoint();
        assertThat(checkpoints(files)).isEmpty();
        store.checkpoint();
        assertThat(checkpoints(files)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverHappensTheStoreIsTheSameAfterARestart(long seed) throws IOException {
        StoreWorkload work = new StoreWorkload(seed, 500, 3000);
        MemoryFiles disk = new MemoryFiles(seed);
        for (int life = 0; life < 6; life++) {
            work.open(disk);
            work.run(disk, STEPS);
            if (life % 2 == 0) work.settle(disk);
            disk = disk.afterPowerLoss();
        }
        work.open(disk);
        work.readAll();
        assertThat(work.messages()).isPositive();
    }

    /** The power goes, or an operation fails, at any of them. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFaultAtAnyOperationLosesNothingStored(Fault fault) throws IOException {
        MemoryFiles whole = new MemoryFiles(7);
        StoreWorkload all = new StoreWorkload(7, 500, 6000);
        all.open(whole);
        all.run(whole, STEPS);
        assertThat(checkpoints(whole)).hasSizeGreaterThanOrEqualTo(2);
        for (long operation = 20; operation < whole.operations(); operation++) {
            try {
                MemoryFiles disk = new MemoryFiles(7).failing(operation, fault);
                StoreWorkload work = new StoreWorkload(7, 500, 6000);
                work.open(disk);
                work.run(disk, STEPS);
                MemoryFiles after = disk.afterPowerLoss();
                work.open(after);
                work.run(after, 30);
                work.settle(after);
                MemoryFiles later = after.afterPowerLoss();
                work.open(later);
                work.readAll();
            } catch (IOException | RuntimeException | AssertionError e) {
                fail(fault + " in operation " + operation, e);
            }
        }
    }
}
