package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.SMALL;
import static io.leveret.persistence.journal.TestJournal.change;
import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalTransactionTest {

    private final MemoryFiles files = new MemoryFiles(1);
    private TestJournal test;
    private JournalProducer one;
    private JournalProducer other;

    @BeforeEach
    void open() throws IOException {
        test = TestJournal.open(files);
        one = test.producer();
        other = test.producer();
    }

    @Test
    void partsOfTwoProducersAreThereTogetherOrNotAtAll() throws IOException {
        JournalTransaction transaction = test.journal.begin();
        one.append(transaction, List.of(new Change.Settle(1, 4, 1), change(2, 0, message("a"))), false);
        one.flush();
        test.run();
        assertThat(replay()).isEmpty();
        other.append(transaction, List.of(change(3, 0, message("b"))), false);
        other.flush();
        test.run();
        assertThat(replay()).isEmpty();
        publish(one, 9, 0, message("between"));
        one.append(transaction, List.of(), true);
        test.run();
        assertThat(replay()).as("not handed over yet").isEmpty();
        one.flush();
        test.run();
        assertThat(replay()).containsExactly("publish 9/0 between", "settle 1/4+1", "publish 2/0 a", "publish 3/0 b");
    }

    @Test
    void theLastPartMayHoldChanges() throws IOException {
        JournalTransaction transaction = test.journal.begin();
        one.append(transaction, List.of(change(2, 0, message("a"))), false);
        one.flush();
        other.append(transaction, List.of(change(3, 0, message("b"))), true);
        other.flush();
        test.run();
        assertThat(replay()).containsExactly("publish 2/0 a", "publish 3/0 b");
    }

    @Test
    void nothingIsWrittenOfATransactionWithoutChanges() throws IOException {
        JournalTransaction transaction = test.journal.begin();
        one.append(transaction, List.of(), false);
        other.append(transaction, List.of(), true);
        assertThat(other.position()).isZero();
    }

    @Test
    void whatLeavesBeforeTheEndIsNotBackAfterwards() throws IOException {
        JournalTransaction transaction = test.journal.begin();
        one.append(transaction, List.of(change(2, 0, message("a")), change(2, 1, message("b"))), false);
        one.settle(2, 0, 1);
        one.settle(7, 0, 1);
        one.flush();
        other.append(transaction, List.of(), true);
        other.flush();
        test.run();
        assertThat(replay()).containsExactly("settle 2/0+1", "settle 7/0+1", "publish 2/0 a", "publish 2/1 b", "settle 2/0+1");
    }

    @Test
    void whatAnotherTransactionTakesBeforeTheEndIsNotBackAfterwards() throws IOException {
        JournalTransaction first = test.journal.begin();
        JournalTransaction second = test.journal.begin();
        one.append(first, List.of(change(2, 0, message("a"))), false);
        one.append(second, List.of(new Change.Settle(2, 0, 1), change(3, 0, message("copy"))), false);
        one.flush();
        other.append(second, List.of(), true);
        other.flush();
        test.run();
        other.append(first, List.of(), true);
        other.flush();
        test.run();
        assertThat(replay()).containsExactly("settle 2/0+1", "publish 3/0 copy", "publish 2/0 a", "settle 2/0+1");
    }

    @Test
    void aQueueThatGoesBeforeTheEndIsGoneAfterwards() throws IOException {
        JournalTransaction transaction = test.journal.begin();
        one.append(transaction, List.of(change(2, 0, message("a")), change(3, 0, message("b"))), false);
        one.queueGone(2);
        one.settle(3, 0, 1);
        one.flush();
        other.append(transaction, List.of(), true);
        other.flush();
        test.run();
        assertThat(replay()).endsWith("publish 2/0 a", "publish 3/0 b", "settle 2/0+1", "settle 3/0+1");
    }

    @Test
    void anotherLifesTransactionOfTheSameNumberIsAnother() throws IOException {
        one.append(test.journal.begin(), List.of(change(2, 0, message("never complete"))), false);
        one.flush();
        test.run();
        for (int life = 1; life < 4; life++) {
            open();
            JournalTransaction namesake = test.journal.begin();
            one.append(namesake, List.of(change(3, life, message("a"))), false);
            one.flush();
            if (life == 2) continue;
            other.append(namesake, List.of(change(4, life, message("b"))), true);
            other.flush();
            test.run();
        }
        assertThat(replay()).containsExactly("publish 3/1 a", "publish 4/1 b", "publish 3/3 a", "publish 4/3 b");
    }

    @Test
    void readingStartsBeforeWhatIsNotComplete() throws IOException {
        publish(one, 1, 0, message("before"));
        one.flush();
        test.run();
        JournalTransaction transaction = test.journal.begin();
        one.append(transaction, List.of(change(2, 0, message("a"))), false);
        one.flush();
        test.run();
        long start = test.journal.replayStart();
        for (int i = 0; i < 3; i++) {
            publish(other, 1, i + 1, message("meanwhile"));
            other.flush();
            test.run();
        }
        assertThat(test.journal.replayStart()).isEqualTo(start).isLessThan(test.journal.durableLsn());
        other.append(transaction, List.of(), true);
        other.flush();
        assertThat(test.journal.replayStart()).isEqualTo(start);
        test.run();
        assertThat(test.journal.replayStart()).isEqualTo(test.journal.durableLsn());
        assertThat(replay(start)).endsWith("publish 2/0 a").doesNotContain("publish 1/0 before");
        assertThat(replay(test.journal.durableLsn())).isEmpty();
    }

    @Test
    void underOsWhatIsCompleteHoldsNothingBack() throws IOException {
        test.journal.sync(SyncPolicy.OS);
        JournalTransaction transaction = test.journal.begin();
        one.append(transaction, List.of(change(2, 0, message("a"))), false);
        one.flush();
        test.run();
        other.append(transaction, List.of(), true);
        other.flush();
        test.run();
        assertThat(test.journal.replayStart()).isEqualTo(test.journal.durableLsn());
    }

    private List<String> replay() throws IOException {
        return replay(Lsn.START);
    }

    private List<String> replay(long from) throws IOException {
        Recorded recorded = new Recorded();
        TestJournal.open(files.afterKill(), SMALL, ReplayRequest.everything(recorded).from(from));
        return new ArrayList<>(recorded.lines);
    }
}
