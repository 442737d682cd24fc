package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.SMALL;
import static io.leveret.persistence.journal.TestJournal.change;
import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a segment is needed, and what its file is used for then. */
class SegmentsInUseTest {

    private final MemoryFiles files = new MemoryFiles(1);

    @Test
    void releasedSegmentsAreUsedAgainAndWhatTheyHeldIsNeverSeen() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        long from = Lsn.START;
        for (int i = 0; i < 600; i++) {
            publish(producer, 1, i, message(TestJournal.body(i, 2000)));
            producer.flush();
            test.run();
            if (i % 100 == 99) {
                from = test.journal.replayStart();
                List<Segment> segments = new ArrayList<>(test.journal.segments());
                for (Segment segment : segments.subList(0, segments.size() - 1)) {
                    segment.settle(segment.live());
                    test.journal.release(segment);
                }
            }
        }
        assertThat(files.list()).as("recycled rather than made").hasSizeLessThan(16);
        for (int i = 0; i < 3; i++) {
            publish(producer, 2, i, message("new"));
            producer.flush();
            test.run();
        }
        Recorded rest = new Recorded();
        TestJournal.open(files.afterKill(), SMALL, ReplayRequest.everything(rest).from(from));
        assertThat(rest.lines).containsExactly("publish 2/0 new", "publish 2/1 new", "publish 2/2 new");
    }

    @Test
    void countsTheLiveMessagesOfASegment() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        publish(producer, 1, 0, message("a"));
        publish(producer, 2, 0, message("a"));
        test.transaction(producer, List.of(change(1, 1, message("b")), new Change.Settle(2, 0, 1)));
        producer.flush();
        test.run();
        Segment segment = test.journal.segments().iterator().next();
        assertThat(segment.live()).isEqualTo(3);
        segment.settle(1);
        assertThat(segment.live()).isEqualTo(2);
        assertThatThrownBy(() -> test.journal.release(segment)).isInstanceOf(IllegalArgumentException.class);
    }
}
