package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.SMALL;
import static io.leveret.persistence.journal.TestJournal.change;
import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From where on, and how, a journal is read. */
class ReplayTest {

    private final MemoryFiles files = new MemoryFiles(1);
    private final Told told = new Told();

    @Test
    void readsFromWhereItIsTold() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        List<Long> ends = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            publish(producer, 1, i, message(TestJournal.body(i, 2000)));
            producer.flush();
            test.run();
            ends.add(test.journal.durableLsn());
        }
        for (int i = 0; i < 100; i += 7) {
            Recorded rest = new Recorded();
            TestJournal.open(files.afterKill(), SMALL, ReplayRequest.everything(rest).from(ends.get(i)));
            assertThat(rest.lines).as("from message %d on", i + 1).hasSize(99 - i);
        }
    }

    @Test
    void tellsHowFarItHasRead() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        producer.queueGone(1);
        producer.flush();
        test.run();
        ReplayRequest request = new ReplayRequest(Lsn.START, false, new Recorded(), (bytes, of) -> told.lines.add(bytes + " of " + of));
        ReplayReport report = TestJournal.open(files, SMALL, request).journal.replayed();
        assertThat(told.lines).containsExactly(TestJournal.SEGMENT + " of " + TestJournal.SEGMENT);
        assertThat(report).isEqualTo(new ReplayReport(test.journal.durableLsn(), false, 1, 1, 2, List.of()));
    }

    @Test
    void readingStartsBeforeWhatNoLoopHasHeardOf() throws IOException {
        TestJournal test = TestJournal.open(files);
        List<Long> starts = new ArrayList<>();
        JournalProducer producer = test.producer(new JournalProducer.Listener() {
            @Override
            public void written(long from, long to, long lsn) {
                starts.add(lsn - test.journal.replayStart());
            }

            @Override
            public void stored(long position) {
            }
        });
        publish(producer, 1, 0, message("a"));
        producer.flush();
        test.run();
        publish(producer, 1, 1, message("b"));
        producer.flush();
        test.run();
        assertThat(starts).hasSize(2).allMatch(distance -> distance > 0);
        assertThat(test.journal.replayStart()).isEqualTo(test.journal.durableLsn());
    }

    @Test
    void aTransactionIsReadWhole() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Settle(1, 4, 2));
        for (int i = 0; i < 30; i++) changes.add(change(2, i, message(TestJournal.body(i, 1000))));
        changes.add(change(3, 0, message(TestJournal.body(3, 20_000))));
        test.transaction(producer, changes);
        producer.flush();
        test.run();
        Recorded recorded = Recorded.of(files.afterKill());
        assertThat(recorded.lines).hasSize(33);
        assertThat(recorded.lines.get(0)).as("the body of the large one").startsWith("publish ");
        assertThat(recorded.lines.subList(1, 3)).containsExactly("settle 1/4+2", "publish 2/0 " + new String(TestJournal.body(0, 1000)));
        assertThat(recorded.lines.get(32)).isEqualTo("refer 3/0");
        assertThat(test.journal.reader().message(recorded.lsns.get(4))).isEqualTo(message(TestJournal.body(3, 1000)));
    }

    @Test
    void aTransactionWithoutItsLastPartNeverHappened() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 30; i++) changes.add(change(2, i, message(TestJournal.body(i, 1000))));
        long before = test.journal.replayStart();
        test.transaction(producer, changes);
        test.run();
        assertThat(Recorded.of(files.afterKill()).lines).isEmpty();
        assertThat(test.journal.durableLsn()).isGreaterThan(before);
        assertThat(Lsn.offset(test.journal.replayStart())).isEqualTo(SegmentHeader.SIZE + GroupHeader.SIZE);

        long from = test.journal.replayStart();
        producer.flush();
        test.run();
        assertThat(test.journal.replayStart()).isEqualTo(test.journal.durableLsn());
        Recorded rest = new Recorded();
        TestJournal.open(files.afterKill(), SMALL, ReplayRequest.everything(rest).from(from));
        assertThat(rest.lines).hasSize(30);
    }
}
