package io.leveret.persistence.message;

import static io.leveret.persistence.message.TestStore.contents;
import static io.leveret.persistence.message.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.engine.message.Message;
import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.MemoryFiles.Fault;
import io.leveret.persistence.journal.Segment;
import io.leveret.persistence.journal.TestJournal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionTest {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int STUCK_EACH = 60;

    private final MemoryFiles files = new MemoryFiles(1);

    /** All but a few leave; about one stays in each segment. */
    private static void appendAndRemove(TestStore store, JournaledQueueLog log, int from, int to) {
        for (int i = from; i <= to; i++) log.append(i, message("" + i + "-".repeat(1000)), i % 100 == 0 ? 5000 + i : NEVER);
        store.settle();
        for (int i = from; i <= to; i++) if (i % STUCK_EACH != 0) log.remove(i);
        store.settle();
    }

    private static void checkpoints(TestStore store, int count) {
        for (int i = 0; i < count; i++) {
            store.passSeconds(40).checkpoint();
            for (int turn = 0; turn < 40; turn++) store.settle(); // copying goes back and forth for each segment
        }
    }

    private static List<ReadBack> read(TestStore store, JournaledQueueLog log, long... positions) {
        List<ReadBack> answer = new ArrayList<>();
        log.read(positions, NEVER, answer::addAll);
        Awaitility.await().until(() -> {
            store.runLoops();
            return !answer.isEmpty();
        });
        return answer;
    }

    @Test
    void whatIsLeftOfAQueueStandsTogetherAfterwards() throws IOException {
        TestStore store = TestStore.open(files);
        List<JournaledQueueLog> logs = List.of(store.log(1), store.log(2), store.log(3));
        store.store.restored();
        for (long i = 0; i < 3000; i++) {
            for (JournaledQueueLog log : logs) log.append(i, message("-".repeat(300)), NEVER);
            if (i % 20 == 19) store.settle();
        }
        for (long i = 0; i < 3000; i++) {
            for (JournaledQueueLog log : logs) if (i % 12 > 0) log.remove(i);
        }
        checkpoints(store, 8);
        assertThat(store.store.maintenance().copied()).isGreaterThan(500);
        TreeMap<Long, Long> queues = new TreeMap<>();
        for (JournaledQueueLog log : logs) {
            for (long i = 0; i < 3000; i += 12) queues.put(log.queue().index().locationOf(i), log.queue().id());
        }
        long changes = 0;
        long before = 0;
        for (long queue : queues.values()) {
            if (queue != before) changes++;
            before = queue;
        }
        assertThat(queues).hasSize(750);
        assertThat(changes).isLessThan(250);
    }

    @Test
    void messagesThatStayKeepNoMoreThanTheirRoom() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.log(1);
        appendAndRemove(store, log, 1, 3000);
        log.returned(STUCK_EACH, 3, 4);
        assertThat(StoreWorkload.segments(files)).isGreaterThan(48);
        List<String> before = contents(log);
        checkpoints(store, 6);
        int live = 1 + 3000 / STUCK_EACH * 1100 / TestJournal.SEGMENT;
        assertThat(StoreWorkload.segments(files)).isLessThanOrEqualTo(3 * live / 2 + 2 + 4);
        assertThat(contents(log)).isEqualTo(before);
        long[] positions = LongStream.rangeClosed(1, 3000 / STUCK_EACH).map(i -> i * STUCK_EACH).toArray();
        for (ReadBack back : read(store, log, positions)) {
            assertThat(new String(back.message().body().toByteArray())).startsWith(back.position() + "-");
            assertThat(back.expiresAt()).isEqualTo(back.position() % 100 == 0 ? 5000 + back.position() : NEVER);
        }
        TestStore again = TestStore.open(files.afterPowerLoss());
        JournaledQueueLog logAgain = again.log(1);
        assertThat(contents(logAgain)).isEqualTo(before);
        assertThat(read(again, logAgain, positions)).hasSize(positions.length).allMatch(back -> back.message() != null);
    }

    @Test
    void aMessageOfManyQueuesIsCopiedOnce() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog[] logs = {store.log(1), store.log(2), store.logThere(3), store.logThere(4)};
        for (int i = 1; i <= 300; i++) {
            Message message = message("m".repeat(5000));
            store.store.sharedBodies(store.here).share(message);
            store.store.sharedBodies(store.here).handOver();
            for (JournaledQueueLog log : logs) log.append(i, message, NEVER);
        }
        store.settle();
        for (JournaledQueueLog log : logs) {
            for (int i = 1; i <= 300; i++) if (i % 25 != 0) log.remove(i);
        }
        checkpoints(store, 6);
        assertThat(store.store.maintenance().copied()).isBetween(1L, 12L);
        assertThat(StoreWorkload.segments(files)).isLessThan(9);
        MemoryFiles after = files.afterPowerLoss();
        TestStore again = TestStore.open(after);
        for (long id = 1; id <= 4; id++) assertThat(contents(again.log(id))).hasSize(12);
    }

    @Test
    void whatLeavesWhileItIsCopiedDoesNotComeBack() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.log(1);
        appendAndRemove(store, log, 1, 3000);
        store.passSeconds(40).checkpoint();
        store.passSeconds(40).store.maintenance().checkpoint();
        for (int turn = 0, next = STUCK_EACH; turn < 300; turn++) {
            if (turn % 5 == 0 && next <= 3000) {
                log.remove(next);
                next += STUCK_EACH;
            }
            if (turn % 2 == 0) store.runLoops();
            else store.behind.runAll();
            store.journal.pass(1);
        }
        assertThat(contents(log)).isEmpty();
        store.settle();
        assertThat(store.store.maintenance().copied()).isPositive();
        assertThat(contents(TestStore.open(files.afterPowerLoss()).log(1))).isEmpty();
        checkpoints(store, 3);
        assertThat(StoreWorkload.segments(files)).isLessThan(5);
    }

    @Test
    void aDamagedMessageStaysAndTheOthersAreCopied() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.log(1);
        appendAndRemove(store, log, 1, 3000);
        checkpoints(store, 1);
        long location = log.recovered() instanceof StoredQueue queue ? queue.index().locationOf(STUCK_EACH * 3) : 0;
        String name = String.format("%012d.seg", Lsn.segment(location));
        boolean wasCopied = Lsn.segment(location) > 40;
        files.bytes(name)[Lsn.offset(location) + 100] ^= 1;
        checkpoints(store, 6);
        assertThat(wasCopied || files.list().contains(name)).isTrue();
        assertThat(StoreWorkload.segments(files)).isLessThan(9);
    }

    @Test
    void whatIsDamagedIsTriedOnce() throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.log(1);
        appendAndRemove(store, log, 1, 3000);
        QueueIndex index = ((StoredQueue) log.recovered()).index();
        for (int i = STUCK_EACH; i <= 3000; i += STUCK_EACH) {
            long location = index.locationOf(i);
            files.bytes(String.format("%012d.seg", Lsn.segment(location)))[Lsn.offset(location) + 100] ^= 1;
        }
        checkpoints(store, 6);
        assertThat(contents(log)).hasSize(3000 / STUCK_EACH);
        long tried = store.store.maintenance().copied();
        assertThat(tried).isPositive();
        checkpoints(store, 4);
        assertThat(store.store.maintenance().copied()).isEqualTo(tried);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverHappensTheStoreIsTheSameAfterARestart(long seed) throws IOException {
        StoreWorkload work = new StoreWorkload(seed, 4000, 8000);
        MemoryFiles disk = new MemoryFiles(seed);
        long copied = 0;
        boolean besideTheLog = false;
        for (int life = 0; life < 6; life++) {
            work.open(disk);
            work.run(disk, 400);
            if (life % 2 == 0) work.settle(disk);
            copied += work.store().store.maintenance().copied();
            besideTheLog |= hasCopies(work.store());
            disk = disk.afterPowerLoss();
        }
        work.open(disk);
        work.readAll();
        assertThat(work.messages()).isPositive();
        assertThat(copied).isPositive();
        assertThat(besideTheLog).isTrue();
    }

    private static boolean hasCopies(TestStore store) {
        return store.journal.journal.segments().stream().anyMatch(Segment::holdsCopies);
    }

    /** The power goes, or an operation fails, at any of them. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFaultAtAnyOperationLosesNothingStored(Fault fault) throws IOException {
        MemoryFiles whole = new MemoryFiles(3);
        StoreWorkload all = new StoreWorkload(3, 4000, 8000);
        all.open(whole);
        all.run(whole, 200);
        assertThat(all.store().store.maintenance().copied()).isPositive();
        assertThat(hasCopies(all.store())).isTrue();
        for (long operation = 20; operation < whole.operations(); operation++) {
            try {
                MemoryFiles disk = new MemoryFiles(3).failing(operation, fault);
                StoreWorkload work = new StoreWorkload(3, 4000, 8000);
                work.open(disk);
                work.run(disk, 200);
                MemoryFiles after = disk.afterPowerLoss();
                work.open(after);
                work.run(after, 30);
                work.settle(after);
                work.open(after.afterPowerLoss());
                work.readAll();
            } catch (IOException | RuntimeException | AssertionError e) {
                fail(fault + " in operation " + operation, e);
            }
        }
    }
}
