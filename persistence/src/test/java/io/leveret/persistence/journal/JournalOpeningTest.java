package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong while a journal is opened, no file of it stays open. */
class JournalOpeningTest {

    private final MemoryFiles files = new MemoryFiles(1);
    private long from;

    /** Several segments, some that are free, a reserve, and how far the log has come. */
    @BeforeEach
    void fill() throws IOException {
        TestJournal test = TestJournal.open(files);
        test.journal.keepReserve();
        test.run();
        JournalProducer producer = test.producer();
        for (int i = 0; i < 100; i++) {
            publish(producer, 1, i, message("x".repeat(2000)));
            producer.flush();
            test.run();
        }
        test.journal.noteReach();
        long current = Lsn.segment(test.journal.durableLsn());
        from = Lsn.of(current, SegmentHeader.SIZE);
        for (Segment segment : test.journal.segments()) if (segment.sequence() < current) test.journal.release(segment);
        test.run();
        test.journal.close();
        assertThat(files.openFiles()).isZero();
        assertThat(files.list()).anyMatch(Segment::isFree).contains(Reached.NAME, "reserve.seg");
    }

    private TestJournal open(MemoryFiles disk) throws IOException {
        return TestJournal.open(disk, TestJournal.SMALL, ReplayRequest.everything(new JournalVisitor() { }).from(from));
    }

    @Test
    void nothingStaysOpenWhenAnOperationFails() throws IOException {
        int failed = 0;
        boolean went = false;
        for (int operation = 0; !went; operation++) {
            MemoryFiles broken = files.afterKill();
            broken.failing(broken.operations() + operation, Fault.ERROR);
            try {
                TestJournal opened = open(broken);
                went = broken.operations() <= operation;
                opened.journal.close();
            } catch (IOException expected) {
                failed++;
            }
            assertThat(broken.openFiles()).as("with operation %d failing", operation).isZero();
        }
        assertThat(failed).isGreaterThan(3);
    }

    @Test
    void norWhenSomethingCannotBeRead() throws IOException {
        int failed = 0;
        boolean went = false;
        for (int reading = 0; !went; reading++) {
            MemoryFiles broken = files.afterKill();
            int[] left = {reading};
            broken.beforeReads(() -> {
                if (left[0]-- == 0) throw new UncheckedIOException(new IOException("Input/output error"));
            });
            try {
                open(broken).journal.close();
                went = left[0] >= 0;
            } catch (IOException expected) {
                failed++;
            }
            assertThat(broken.openFiles()).as("with reading %d failing", reading).isZero();
        }
        assertThat(failed).isGreaterThan(3);
    }

    @Test
    void norWhatWasReleasedJustBeforeItIsClosed() throws IOException {
        MemoryFiles disk = files.afterKill();
        TestJournal test = open(disk);
        test.run();
        publish(test.producer(), 1, 1000, message("x"));
        for (Segment segment : test.journal.segments()) {
            if (segment.sequence() < Lsn.segment(test.journal.durableLsn())) test.journal.release(segment);
        }
        test.journal.close();
        assertThat(disk.openFiles()).isZero();
    }
}
