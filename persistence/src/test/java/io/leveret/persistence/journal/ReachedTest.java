package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.SMALL;
import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of the log cannot get lost unnoticed, though nothing in the log stands behind it. */
class ReachedTest {

    private final MemoryFiles files = new MemoryFiles(1);
    private TestJournal test;
    private JournalProducer producer;
    private long published;
    private long newest;

    @BeforeEach
    void fillTwoSegments() throws IOException {
        start();
        publishUntil(sequence -> sequence == 2);
        test.journal.noteReach();
        newest = Lsn.segment(test.journal.durableLsn());
    }

    private void start() throws IOException {
        test = TestJournal.open(files, SMALL, ReplayRequest.everything(new Recorded()));
        test.journal.noteReach();
        producer = test.producer();
        test.run();
    }

    private void publishUntil(LongPredicate segment) {
        do {
            publish(producer, 1, published++, message("x".repeat(2000)));
            producer.flush();
            test.run();
        } while (!segment.test(Lsn.segment(test.journal.durableLsn())));
    }

    private static int read(MemoryFiles found) throws IOException {
        Recorded recorded = new Recorded();
        TestJournal.open(found, SMALL, ReplayRequest.everything(recorded));
        return recorded.lines.size();
    }

    /** Beginning with nothing that was known of the segment: only what was there before. */
    private void assertRefusedAndSalvaged(MemoryFiles broken, long segment, String what) throws IOException {
        assertThatThrownBy(() -> read(broken.afterKill())).isInstanceOfSatisfying(JournalCorruptedException.class,
                refusal -> assertThat(refusal.segment()).isEqualTo(segment)).hasMessageContaining(what);
        assertThatThrownBy(() -> JournalCheck.replay(broken.afterKill(), ReplayRequest.everything(new Recorded())))
                .isInstanceOf(JournalCorruptedException.class).hasMessageContaining(what);
        Recorded left = new Recorded();
        TestJournal salvaged = TestJournal.open(broken, SMALL, ReplayRequest.everything(left).salvaging());
        assertThat(left.lines).isNotEmpty().hasSizeLessThan((int) published);
        assertThat(salvaged.journal.replayed().lost()).anyMatch(lost -> lost.segment() == segment);
        assertThatThrownBy(() -> read(broken.afterKill())).as("before a checkpoint accepts what is lost").isInstanceOf(JournalCorruptedException.class);
    }

    @Test
    void theNewestSegmentIsMissing() throws IOException {
        MemoryFiles broken = files.afterKill();
        broken.delete(Segment.name(newest));
        assertRefusedAndSalvaged(broken, newest, "the segment is missing, and the log had gone on in it");
    }

    @Test
    void itIsMissingRightAfterItWasTaken() throws IOException {
        publishUntil(sequence -> sequence == newest + 1);
        MemoryFiles broken = files.afterKill();
        broken.delete(Segment.name(newest + 1));
        assertRefusedAndSalvaged(broken, newest + 1, "the segment is missing");
    }

    @Test
    void itIsFullOfZeros() throws IOException {
        MemoryFiles broken = files.afterKill();
        broken.change(Segment.name(newest), (name, bytes) -> zeroed(bytes, SegmentHeader.SIZE));
        assertRefusedAndSalvaged(broken, newest, "the segment's first group is damaged");
    }

    @Test
    void itsEndIsGone() throws IOException {
        publishUntil(sequence -> true);
        int end = Lsn.offset(test.journal.durableLsn());
        publishUntil(sequence -> true);
        test.journal.noteReach();
        MemoryFiles broken = files.afterKill();
        broken.change(Segment.name(newest), (name, bytes) -> zeroed(bytes, end));
        assertRefusedAndSalvaged(broken, newest, "no group starts here");
    }

    @Test
    void aSegmentThatWasOnlyReadyMayGo() throws IOException {
        MemoryFiles changed = files.afterKill();
        changed.delete(Segment.name(newest + 1));
        assertThat(read(changed)).isEqualTo((int) published);
    }

    @Test
    void orBecomeAllZeros() throws IOException {
        MemoryFiles changed = files.afterKill();
        changed.change(Segment.name(newest + 1), (name, bytes) -> new byte[bytes.length]);
        assertThat(JournalCheck.replay(changed, ReplayRequest.everything(new Recorded()))).contains(newest).doesNotContain(newest + 1);
        assertThat(read(changed)).isEqualTo((int) published);
        assertThat(changed.list()).doesNotContain(Segment.name(newest + 1));
    }

    @Test
    void unlessThereIsNothingThatSaysThatItWasNotTaken() throws IOException {
        MemoryFiles taken = files.afterKill();
        take(newest + 1, taken);
        taken.change(Segment.name(newest + 1), (name, bytes) -> new byte[bytes.length]);
        assertThatThrownBy(() -> read(taken)).isInstanceOf(JournalCorruptedException.class).hasMessageContaining("header is damaged");
        MemoryFiles untold = files.afterKill();
        untold.delete(Reached.NAME);
        untold.change(Segment.name(newest + 1), (name, bytes) -> new byte[bytes.length]);
        assertThatThrownBy(() -> read(untold)).isInstanceOf(JournalCorruptedException.class).hasMessageContaining("header is damaged");
        publishUntil(sequence -> true);
        files.failNext(Fault.ERROR);
        test.journal.noteReach();
        assertThat(files.list()).as("what it says is out of date from now on").doesNotContain(Reached.NAME);
    }

    /** As any other file: whoever goes on without it would not notice that the newest segment is missing. */
    @Test
    void aDiskThatDoesNotGiveItRefusesTheStart() {
        files.beforeReads(() -> {
            throw new UncheckedIOException(new IOException("Input/output error"));
        });
        assertThatThrownBy(() -> Reached.read(files)).hasMessage("Input/output error");
        assertThatThrownBy(() -> read(files)).isNotInstanceOf(JournalCorruptedException.class).hasMessage("Input/output error");
    }

    @Test
    void oneThatWasTakenAndNeverWrittenIsUsedForSomethingElse() throws IOException {
        MemoryFiles torn = files.afterKill();
        take(newest + 1, torn);
        assertUsedForSomethingElse(newest + 1, torn);
    }

    @Test
    void soItIsWhenTheFileThatSaysSoWasCut() throws IOException {
        MemoryFiles torn = files.afterKill();
        for (int place = 0; place < 2; place++) take(newest + 1, torn);
        torn.change(Reached.NAME, (name, bytes) -> Arrays.copyOf(bytes, 5000));
        assertUsedForSomethingElse(newest + 1, torn);
    }

    private void assertUsedForSomethingElse(long taken, MemoryFiles torn) throws IOException {
        MemoryFiles left = torn;
        for (int i = 0; i < 3; i++) {
            Recorded recorded = new Recorded();
            TestJournal.open(left, SMALL, ReplayRequest.everything(recorded)).run();
            assertThat(recorded.lines).hasSize((int) published);
            left = left.afterPowerLoss();
        }
        assertThat(left.list()).doesNotContain(Segment.name(taken));
    }

    private static void take(long segment, MemoryFiles files) throws IOException {
        Reached.open(files, true).taken(new Segment(NamedFile.of(files, Segment.name(segment), files.open(Segment.name(segment))),
                SegmentHeader.ofLog(segment, 1, TestJournal.SEGMENT, 0)));
    }

    @Test
    void norIsItWhenThatCannotBeSaid() throws IOException {
        for (int operation = 0; operation < 40; operation++) {
            for (Fault fault : Fault.values()) {
                MemoryFiles torn = files.afterKill();
                take(newest + 1, torn);
                torn.failing(torn.operations() + operation, fault);
                try {
                    TestJournal.open(torn, SMALL, ReplayRequest.everything(new Recorded())).run();
                } catch (IOException expected) {
                    assertThat(expected).isNotInstanceOf(JournalCorruptedException.class);
                }
                assertThat(read(torn.afterPowerLoss())).as("%s in operation %d", fault, operation).isEqualTo((int) published);
            }
        }
    }

    @Test
    void whatItSaysCannotBeRead() throws IOException {
        for (int size : new int[] {0, 10, 5000, 8192, 9000}) {
            MemoryFiles changed = files.afterKill();
            changed.change(Reached.NAME, (name, bytes) -> Arrays.copyOf(new byte[] {1, 2, 3}, size));
            assertThat(read(changed)).isEqualTo((int) published);
        }
    }

    @Test
    void nothingIsSaidWhenItCannotBeWritten() throws IOException {
        for (Fault fault : new Fault[] {Fault.ERROR, Fault.TORN}) {
            files.failNext(fault);
            publishUntil(sequence -> true);
            test.journal.noteReach();
            publishUntil(sequence -> true);
            assertThat(read(files.afterPowerLoss())).isEqualTo((int) published);
            start();
        }
    }

    private static byte[] zeroed(byte[] bytes, int from) {
        byte[] zeroed = bytes.clone();
        Arrays.fill(zeroed, from, zeroed.length, (byte) 0);
        return zeroed;
    }
}
