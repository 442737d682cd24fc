package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.change;
import static io.leveret.persistence.journal.TestJournal.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a replay costs when thousands of transactions are open at once, in stretches of places that are looked at. */
class ManyOpenTransactionsReplayTest {

    private static final int MANY = 5000;

    private final MemoryFiles files = new MemoryFiles(1);
    private final TestJournal test = TestJournal.open(files);
    private final JournalProducer one = test.producer();
    private final List<JournalTransaction> open = new ArrayList<>();

    ManyOpenTransactionsReplayTest() throws IOException {
    }

    @Test
    void eachSettlementLooksAtTheTransactionThatItConcerns() throws IOException {
        for (int i = 0; i < MANY; i++) begin(change(2, i, message("m")));
        for (int i = MANY - 1; i >= 0; i--) one.settle(2, i, 1);
        for (int i = MANY - 1; i >= 0; i--) one.settle(2, MANY + i, 1);
        for (int i = MANY - 1; i >= 0; i--) one.settle(3, i, 1);
        complete();

        Recorded recorded = new Recorded();
        assertThat(replay(recorded).looked()).isLessThanOrEqualTo(2 * MANY);
        assertThat(recorded.lines).filteredOn(line -> line.startsWith("publish 2/")).hasSize(MANY);
        assertThat(recorded.lines).containsSubsequence("publish 2/7 m", "settle 2/7+1", "publish 2/8 m", "settle 2/8+1");
    }

    @Test
    void soDoesOneWithinAnotherTransaction() throws IOException {
        for (int i = 0; i < MANY; i++) begin(change(2, i, message("m")));
        for (int i = 0; i < MANY; i++) begin(new Change.Settle(2, i, 1), change(3, i, message("copy")));
        complete();
        assertThat(replay(new Recorded()).looked()).isLessThanOrEqualTo(MANY);
    }

    @Test
    void whatStandsFarApartInOneTransactionIsNotInBetween() throws IOException {
        begin(change(2, 0, message("first")), change(2, 2L * MANY, message("last")));
        for (int i = MANY; i > 0; i--) one.settle(2, i, 1);
        one.settle(2, 2L * MANY, 1);
        complete();
        Recorded recorded = new Recorded();
        replay(recorded);
        assertThat(recorded.lines).endsWith("publish 2/0 first", "publish 2/10000 last", "settle 2/10000+1");
        assertThat(recorded.lines).hasSize(MANY + 4);
    }

    @Test
    void ofARecordThatTakesManyMessagesOnlyWhatIsOfTheTransactionIsToldOnceMore() throws IOException {
        begin(change(2, 1, message("a")), change(2, 3, message("b")), change(2, 4, message("c")));
        one.settle(2, 0, 10);
        complete();
        Recorded recorded = new Recorded();
        replay(recorded);
        assertThat(recorded.lines).containsExactly("settle 2/0+10", "publish 2/1 a", "publish 2/3 b",
                "publish 2/4 c", "settle 2/1+1", "settle 2/3+2");
    }

    @Test
    void theEndOfAQueueConcernsAllThatBringSomethingThere() throws IOException {
        for (int i = 0; i < 3; i++) begin(change(2, i, message("m")), change(3, i, message("n")));
        one.queueGone(2);
        one.flush();
        test.run();
        complete();
        Recorded recorded = new Recorded();
        replay(recorded);
        assertThat(recorded.lines).containsOnlyOnce("gone 2").containsSubsequence("publish 2/0 m", "publish 3/0 n", "settle 2/0+1", "publish 2/1 m");
    }

    private void begin(Change... changes) {
        JournalTransaction transaction = test.journal.begin();
        open.add(transaction);
        one.append(transaction, List.of(changes), false);
        one.flush();
        test.run();
    }

    private void complete() {
        one.handOverAll();
        test.run();
        for (JournalTransaction transaction : open) {
            one.append(transaction, List.of(), true);
            one.flush();
            test.run();
        }
    }

    private OpenTransactions replay(JournalVisitor visitor) throws IOException {
        ReplayRequest request = ReplayRequest.everything(visitor);
        List<ReplayReport.Lost> lost = new ArrayList<>();
        Replay replay = new Replay(request, lost);
        replay.run(Chain.find(SegmentFiles.open(files.afterKill(), false, lost), request, lost));
        return replay.transactions();
    }
}
