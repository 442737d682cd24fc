package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.TestJournal;
import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk on which there is no room for another segment: whatever restarts use up, consumers make room again. */
class FullDiskTest {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int SEGMENTS = 8;
    private static final int CHECKPOINT_ROOM = 2; // in segments as small as here

    private MemoryFiles files = new MemoryFiles(1);
    private TestStore store;
    private JournaledQueueLog log;
    private long published;
    private long settled;

    @Test
    void restartsDoNotUseUpWhatAcknowledgementsNeed() throws IOException {
        start();
        fill();
        for (int i = 0; i < 12; i++) {
            kill();
            start();
            assertThat(TestStore.contents(log)).as("after %s restarts", i + 1).hasSize((int) (published - settled));
            settleNext(3);
            rest();
            assertThat(store.journal.failures).isEmpty();
        }
        drainAndPublish();
    }

    @Test
    void norDoRestartsWithoutAMomentOfRest() throws IOException {
        start();
        fill();
        for (int i = 0; i < 12; i++) {
            kill();
            start();
            settleNext(1);
            store.settle();
            assertThat(store.journal.journal.isDiskFull()).isTrue();
        }
        drainAndPublish();
    }

    @Test
    void evenACheckpointNeedsRoom() throws IOException {
        start();
        settleNext(0);
        publish(10);
        store.checkpoint();
        publish(10);
        store.checkpoint();
        fill();
        files.limitTo(files.size());
        for (int i = 0; i < 6; i++) {
            kill();
            files.limitTo(files.size());
            start();
            settleNext(2);
            store.settle();
        }
        drainAndPublish();
    }

    @Test
    void noByteIsLeftAndNoSegmentAndThereWasNoCheckpoint() throws IOException {
        start();
        rest(); // what is kept for this day takes a moment
        fill();
        files.limitTo(files.size());
        useUpAllSegments();
        settleNext(1);
        long stored = store.journal.journal.durableLsn();
        for (int i = 0; i < 4; i++) {
            settleNext(2);
            rest();
        }
        assertThat(store.journal.journal.durableLsn()).isGreaterThan(stored);
        drainAndPublish();
    }

    @Test
    void norAfterARestartThatFindsTheLastSegmentFull() throws IOException {
        start();
        rest();
        fill();
        files.limitTo(files.size());
        useUpAllSegments();
        kill();
        files.limitTo(files.size());
        start();
        drainAndPublish();
    }

    /** Publishers wait, and consumers have nothing more to acknowledge: only copying what stays makes room. */
    @ParameterizedTest
    @ValueSource(ints = {2, 0})
    void whatStaysInEachSegmentIsCopiedThoughNothingElseHappens(int freeSegments) throws IOException {
        start();
        rest();
        fill();
        files.limitTo(files.size());
        useUpAllSegments();
        long inFirstSegments = (long) freeSegments * TestJournal.SEGMENT / 3000;
        for (long i = 0; i < published; i++) if (i < inFirstSegments || i % 10 > 0) log.remove(i);
        store.settle();
        for (int i = 0; i < 10; i++) rest();
        assertThat(store.journal.journal.isDiskFull()).as("alarms %s", store.journal.alarms).isFalse();
        assertThat(TestStore.contents(log)).hasSize((int) LongStream.range(inFirstSegments, published).filter(i -> i % 10 == 0).count());
    }

    /** Two segments are ready, one is in reserve, and one and a half have messages of two queues, of which one is emptied. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 10, 15})
    void whatOneOfTwoQueuesHasIsPutTogetherWhenTheOtherIsEmptied(int more) throws IOException {
        start();
        rest();
        files.limitTo((4L + CHECKPOINT_ROOM) * TestJournal.SEGMENT + 3 * TestJournal.SEGMENT / 4);
        while (!store.journal.journal.isDiskFull()) publish(1);
        publish(more);
        for (long i = 0; i < published; i += 2) log.remove(i);
        store.settle();
        for (int i = 0; i < 10; i++) rest();
        assertThat(store.journal.journal.isDiskFull()).as("alarms %s", store.journal.alarms).isFalse();
        assertThat(TestStore.contents(log)).hasSize((int) published / 2);
    }

    /** As publishers do whose messages were under way when they were asked to stop; the last one waits, or is in the reserve. */
    private void useUpAllSegments() throws IOException {
        long before;
        do {
            before = store.journal.journal.durableLsn();
            log.append(published++, TestStore.message(new byte[3000]), NEVER);
            store.journal.run();
            store.runLoops();
            store.journal.run();
        } while (store.journal.journal.durableLsn() > before && files.list().contains("reserve.seg"));
    }

    private void drainAndPublish() {
        settleNext(published - settled);
        for (int i = 0; i < 10; i++) rest();
        assertThat(store.journal.journal.isDiskFull()).as("alarms %s", store.journal.alarms).isFalse();
        long before = store.journal.journal.durableLsn();
        publish(20);
        assertThat(store.journal.journal.durableLsn()).isGreaterThan(before);
        assertThat(store.journal.journal.isBusy()).isFalse();
    }

    private void start() throws IOException {
        store = TestStore.open(files);
        log = store.log(1);
        store.store.watchDisk(() -> false);
        store.store.restored();
        store.journal.run();
    }

    private void kill() {
        long limit = files.limit();
        files = files.afterKill();
        files.limitTo(limit);
    }

    private void fill() {
        files.limitTo((long) SEGMENTS * TestJournal.SEGMENT + TestJournal.SEGMENT / 2);
        while (!store.journal.journal.isDiskFull()) publish(1);
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) log.append(published++, TestStore.message(new byte[3000]), NEVER);
        store.settle();
    }

    private void settleNext(long count) {
        for (int i = 0; i < count; i++) log.remove(settled++);
        store.settle();
    }

    /** Some seconds go by. */
    private void rest() {
        for (int i = 0; i < 6; i++) {
            store.passSeconds(1);
            store.behind.second();
            store.settle();
        }
    }
}
