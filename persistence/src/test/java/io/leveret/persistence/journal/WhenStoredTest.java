package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.SMALL;
import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When what was appended counts as stored, by the sync policy. */
class WhenStoredTest {

    private final MemoryFiles files = new MemoryFiles(1);
    private final Told told = new Told();

    @Test
    void underGroupNothingIsStoredBeforeItIsForced() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer(told);
        test.run();
        files.failForce(true);
        publish(producer, 1, 0, message("a"));
        producer.flush();
        test.run();
        assertThat(told.lines).isEmpty();
        assertThat(test.failures).hasSize(1);
        files.failForce(false);
        publish(producer, 1, 1, message("b"));
        producer.flush();
        test.pass(100);
        assertThat(told.lines).as("a force is never tried again").isEmpty();
        assertThat(test.failures).hasSize(1);
    }

    @Test
    void underOsItIsStoredWhenWritten() throws IOException {
        TestJournal test = TestJournal.open(files, SMALL.withSync(SyncPolicy.OS), ReplayRequest.everything(new Recorded()));
        JournalProducer producer = test.producer(told);
        test.run();
        files.failForce(true);
        publish(producer, 1, 0, message("a"));
        producer.flush();
        test.pass(100);
        assertThat(told.lines).hasSize(2);
        assertThat(test.failures).isEmpty();
        assertThat(test.journal.durableLsn()).isEqualTo(Lsn.START);
        files.failForce(false);
        test.journal.sync(SyncPolicy.GROUP);
        test.run();
        assertThat(test.journal.durableLsn()).as("forced when the policy changes").isNotEqualTo(Lsn.START);
    }

    @Test
    void underIntervalItIsForcedFromTimeToTime() throws IOException {
        TestJournal test = TestJournal.open(files, SMALL.withSync(SyncPolicy.interval(Duration.ofMillis(20))),
                ReplayRequest.everything(new Recorded()));
        test.pass(1);
        JournalProducer producer = test.producer(told);
        publish(producer, 1, 0, message("a"));
        producer.flush();
        test.run();
        assertThat(told.lines).hasSize(2);
        assertThat(test.journal.durableLsn()).isEqualTo(Lsn.START);
        test.pass(20);
        assertThat(test.journal.durableLsn()).isNotEqualTo(Lsn.START);
    }

    @Test
    void aGroupMayWaitForCompany() throws IOException {
        TestJournal test = TestJournal.open(files, SMALL.withSync(SyncPolicy.parse("group:2000")), ReplayRequest.everything(new Recorded()));
        JournalProducer producer = test.producer(told);
        publish(producer, 1, 0, message("a"));
        producer.flush();
        test.run();
        publish(producer, 1, 1, message("b"));
        producer.flush();
        test.pass(1);
        assertThat(told.lines).isEmpty();
        test.pass(1);
        assertThat(told.lines).hasSize(3);
    }

    @Test
    void anIdleJournalVouchesForItsLastGroupOnce() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        publish(producer, 1, 0, message("a"));
        producer.flush();
        long before = test.run().journal.durableLsn();
        long after = test.pass(60).journal.durableLsn();
        assertThat(after).isEqualTo(before + GroupHeader.SIZE);
        assertThat(test.pass(1000).journal.durableLsn()).isEqualTo(after);
    }
}
