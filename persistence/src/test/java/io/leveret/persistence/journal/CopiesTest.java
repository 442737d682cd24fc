package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopiesTest {

    private static final long NEVER = Long.MAX_VALUE;

    private final MemoryFiles files = new MemoryFiles(1);
    private final TestJournal test;
    private final Copies copies;

    CopiesTest() throws IOException {
        test = TestJournal.open(files).run();
        copies = test.journal.copies();
    }

    private void ready() {
        if (copies.isReady()) return;
        test.run();
        assertThat(copies.isReady()).isTrue();
    }

    private Place copy(String body) {
        StoredMessage message = message(body);
        return copies.add(message.time(), NEVER, message.message());
    }

    private static String read(TestJournal journal, long lsn) throws IOException {
        return new String(journal.journal.reader().message(lsn).body().toByteArray());
    }

    private Segment segmentOf(Place copy) {
        return test.journal.segmentOf(copy.lsn()).orElseThrow();
    }

    @Test
    void aCopyStandsBesideTheLogAndIsDurable() throws IOException {
        JournalProducer producer = test.producer();
        TestJournal.publish(producer, 1, 1, message("first"));
        producer.flush();
        test.run();
        long end = test.journal.durableLsn();
        ready();
        Place copy = copy("copy");
        copies.write();
        assertThat(read(test, copy.lsn())).isEqualTo("copy");
        assertThat(segmentOf(copy).holdsCopies()).isTrue();
        assertThat(test.journal.durableLsn()).isEqualTo(end);
        TestJournal again = TestJournal.open(files.afterPowerLoss());
        assertThat(read(again, copy.lsn())).isEqualTo("copy");
    }

    @Test
    void theLogSaysWhoseItIs() throws IOException {
        ready();
        Place copy = copy("copy");
        copies.write();
        JournalProducer producer = test.producer();
        TestJournal.refer(producer, copy, 7, 3);
        producer.flush();
        test.run();
        assertThat(segmentOf(copy).live()).isEqualTo(1);
        List<String> found = new ArrayList<>();
        TestJournal.open(files.afterPowerLoss(), TestJournal.SMALL, ReplayRequest.everything(new JournalVisitor() {
            @Override
            public void published(long lsn, PublishedRecord message) {
                found.add("published");
            }

            @Override
            public void referred(long bodyLsn, long queueId, long position, int size, int priority, long dueAt) {
                found.add(queueId + " " + position + " " + (bodyLsn == copy.lsn()));
            }
        }));
        assertThat(found).containsExactly("7 3 true");
    }

    @Test
    void theLogGoesOnWhateverTheNumbersOfCopiesAre() throws IOException {
        JournalProducer producer = test.producer();
        List<Place> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ready();
            Place copy = copy("c".repeat(6000));
            if (copy != null) all.add(copy);
            copies.write();
            TestJournal.publish(producer, 1, i, message("m".repeat(6000)));
            producer.flush();
            test.run();
        }
        List<Long> positions = new ArrayList<>();
        TestJournal again = TestJournal.open(files.afterPowerLoss(), TestJournal.SMALL, ReplayRequest.everything(new JournalVisitor() {
            @Override
            public void published(long lsn, PublishedRecord message) {
                message.places((queueId, position) -> positions.add(position));
            }
        }));
        assertThat(positions).hasSize(60).isSorted();
        assertThat(all.stream().map(copy -> Lsn.segment(copy.lsn())).distinct().count()).isGreaterThan(3);
        for (Place copy : all) assertThat(read(again, copy.lsn())).hasSize(6000);
    }

    @Test
    void whatDoesNotFitIsLeftToTheLog() throws IOException {
        ready();
        assertThat(copy("m".repeat(TestJournal.SEGMENT / 2))).isNull();
        Place last = null;
        for (Place next = copy("m".repeat(5000)); next != null; next = copy("m".repeat(5000))) last = next;
        assertThat(copy("short")).as("a segment that is full stays so").isNull();
        copies.write();
        assertThat(Lsn.offset(last.lsn())).isGreaterThan(TestJournal.SEGMENT - 16_000).isLessThan(TestJournal.SEGMENT - 5000);
        ready();
        Place next = copy("short");
        copies.write();
        assertThat(Lsn.segment(next.lsn())).isNotEqualTo(Lsn.segment(last.lsn()));
    }

    @Test
    void aSegmentThatIsNotNeededIsUsedAgain() throws IOException {
        ready();
        Place copy = copy("copy");
        copies.write();
        Segment segment = segmentOf(copy);
        assertThat(copies.writesTo(segment)).isTrue();
        copies.end();
        assertThat(copies.writesTo(segment)).isFalse();
        test.journal.release(segment);
        test.run();
        assertThat(files.list()).contains(Segment.freeName(segment.sequence()));
    }

    @Test
    void nothingIsWrittenBehindAFailure() throws IOException {
        ready();
        Place first = copy("first");
        copies.write();
        copy("second");
        files.failNext(Fault.TORN);
        assertThatThrownBy(copies::write).isInstanceOf(IOException.class);
        assertThat(copies.writesTo(segmentOf(first))).isFalse();
        ready();
        Place third = copy("third");
        copies.write();
        assertThat(read(test, third.lsn())).isEqualTo("third");
        TestJournal again = TestJournal.open(files.afterPowerLoss());
        assertThat(read(again, first.lsn())).isEqualTo("first");
        assertThat(read(again, third.lsn())).isEqualTo("third");
    }

    @Test
    void whatWasWrittenBeforeAFailureIsLookedAfter() throws IOException {
        ready();
        Place first = copy("first");
        copies.write();
        copy("second");
        files.failNext(Fault.TORN);
        assertThatThrownBy(copies::write).isInstanceOf(IOException.class);
        assertThat(segmentOf(first).isSettled(test.journal.durableLsn())).isTrue();
        assertThat(segmentOf(first).end()).isGreaterThan(Lsn.offset(first.lsn()));
        assertThatCode(segmentOf(first)::requireContent).doesNotThrowAnyException();
    }

    @Test
    void withoutRoomThereIsNoSegmentAndNoAlarm() {
        files.limitTo(files.size());
        for (int i = 0; i < 3; i++) {
            assertThat(copies.isReady()).isFalse();
            test.run();
        }
        assertThat(test.alarms).isEmpty();
        files.limitTo(Long.MAX_VALUE);
        ready();
    }
}
