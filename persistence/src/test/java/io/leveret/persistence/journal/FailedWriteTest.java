package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static io.leveret.persistence.journal.TestJournal.refer;
import static io.leveret.persistence.journal.TestJournal.share;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of what cannot be written, or has to wait for room. */
class FailedWriteTest {

    private final MemoryFiles files = new MemoryFiles(1);
    private final Told told = new Told();

    @Test
    void aFailedWriteIsDoneOnceMoreInAnotherSegment() throws IOException {
        for (MemoryFiles.Fault fault : List.of(MemoryFiles.Fault.ERROR, MemoryFiles.Fault.TORN)) {
            TestJournal test = TestJournal.open(files);
            JournalProducer producer = test.producer(told);
            publish(producer, 1, 0, message("a"));
            producer.flush();
            test.run();
            told.lines.clear();
            int segments = test.journal.segments().size();
            publish(producer, 1, 1, message("b"));
            producer.flush();
            files.failNext(fault);
            test.run();
            assertThat(told.lines).hasSize(2);
            assertThat(test.journal.segments()).hasSize(segments + 1);
            assertThat(test.failures).isEmpty();
        }
        assertThat(Recorded.of(files.afterKill()).lines).containsExactly("publish 1/0 a", "publish 1/1 b", "publish 1/0 a", "publish 1/1 b");
    }

    @Test
    void aPlaceIsKnownOnceItIsWrittenThere() throws IOException {
        TestJournal test = TestJournal.open(files);
        publish(test.producer(), 1, 0, message("before"));
        test.run();
        JournalProducer producer = test.producer();
        Place body = share(producer, message("shared"));
        producer.flush();
        refer(producer, body, 1, 1);
        producer.flush();
        files.failNext(MemoryFiles.Fault.TORN);
        test.journal.writer().turn();
        assertThat(body.isHandedOver()).isTrue();
        assertThat(body.isKnown()).as("after a write that failed").isFalse();
        test.run();
        assertThat(test.journal.reader().message(body.lsn())).isEqualTo(message("shared"));
    }

    @Test
    void aFullDiskShowsWhereSegmentsAreMadeAndIsGotOver() throws IOException {
        files.limitTo(3 * TestJournal.SEGMENT);
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer(told);
        for (int i = 0; i < 300; i++) publish(producer, 1, i, message(TestJournal.body(i, 1000)));
        producer.flush();
        test.run();
        assertThat(test.alarms).containsExactly("full");
        assertThat(test.failures).isEmpty();
        assertThat(producer.storedTo()).isLessThan(producer.position());
        files.limitTo(Long.MAX_VALUE);
        test.run().run();
        assertThat(test.alarms).containsExactly("full", "available");
        assertThat(producer.storedTo()).isEqualTo(producer.position());
    }

    @Test
    void chunksCountAsAWholeHoweverLittleIsInThem() throws IOException {
        TestJournal test = TestJournal.open(files, new JournalSettings(TestJournal.SEGMENT, 4096, 4300, SyncPolicy.GROUP),
                ReplayRequest.everything(new Recorded()));
        JournalProducer producer = test.producer();
        for (int i = 0; i < 2; i++) {
            publish(producer, 1, i, message("small"));
            producer.flush();
        }
        assertThat(test.journal.isBusy()).isTrue();
        test.run();
        assertThat(test.journal.isBusy()).isFalse();
    }

    @Test
    void isBusyWhileTooMuchIsInFlight() throws IOException {
        TestJournal test = TestJournal.open(files, new JournalSettings(TestJournal.SEGMENT, 4096, 10_000, SyncPolicy.GROUP),
                ReplayRequest.everything(new Recorded()));
        JournalProducer producer = test.producer();
        for (int i = 0; i < 9; i++) publish(producer, 1, i, message(TestJournal.body(i, 1500)));
        producer.flush();
        test.journal.whenDrained(() -> told.lines.add("drained"));
        assertThat(test.journal.isBusy()).isTrue();
        assertThat(told.lines).isEmpty();
        test.run();
        assertThat(test.journal.isBusy()).isFalse();
        assertThat(told.lines).containsExactly("drained");
    }
}
