package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.SMALL;
import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group is written while the one before it is forced, on another thread. */
class OverlapTest {

    /** Large enough for a group that is worth it, with segments as small as these. */
    private static final int LARGE = 3000;
    private static final int QUARTER = 16_000; // of what fits into a segment, and a bit more

    private final MemoryFiles files = new MemoryFiles(1);
    private final Told told = new Told();
    private long position;

    @Test
    void theNextGroupIsWrittenWhileOneIsForced() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        assertThat(test.isForcing()).isTrue();
        long first = producer.position();
        files.duringForces(() -> {
            append(producer, "b", LARGE);
            test.journal.writer().turn();
            assertThat(test.isAhead()).isTrue();
            append(producer, "c", LARGE);
            test.journal.writer().turn();
        });
        forcer(test).turn();
        files.duringForces(() -> { });
        assertThat(told.lines).isEmpty();
        assertThat(test.journal.writes().groups()).as("no more than one ahead").isEqualTo(2);
        assertThat(test.journal.durableLsn()).isEqualTo(Lsn.START);

        test.journal.writer().turn();
        assertThat(told.lines).containsExactly("written 0-" + first, "stored " + first);
        assertThat(test.journal.durableLsn()).as("what was forced, not what is written").isEqualTo(Lsn.of(1, SegmentHeader.SIZE) + GroupHeader.SIZE + first);
        assertThat(test.journal.writes().groups()).isEqualTo(3);
        test.run();
        assertThat(told.lines).endsWith("stored " + producer.position());
        assertThat(replay(files.afterPowerLoss())).containsExactly("a", "b", "c");
    }

    @Test
    void twoGroupsMayBeForcedAtOnce() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        append(producer, "b", LARGE);
        test.journal.writer().turn();
        assertThat(test.isAhead()).isTrue();
        forcer(test).turn();
        test.journal.writer().turn();
        assertThat(test.isForcing()).isFalse();
        assertThat(told.lines).hasSize(3).endsWith("stored " + producer.position());
    }

    @Test
    void smallGroupsAreForcedByTheWriter() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", 100);
        test.journal.writer().turn();
        assertThat(told.lines).containsExactly("written 0-" + producer.position(), "stored " + producer.position());
    }

    @Test
    void aSmallGroupWaitsForTheForceAndIsWrittenThen() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        append(producer, "b", 100);
        test.journal.writer().turn();
        assertThat(test.isAhead()).isFalse();
        forcer(test).turn();
        test.journal.writer().turn();
        assertThat(told.lines).endsWith("stored " + producer.position());
        assertThat(replay(files.afterPowerLoss())).containsExactly("a", "b");
    }

    /** With a wake-up on either side it has to be worth it. */
    @Test
    void theWriterForcesItselfAsLongAsThereIsNothingElseToDo() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        assertThat(test.isForcing()).isTrue();
        test.run();
        writeWithMoreBehind(test, producer, "b", "c");
        assertThat(test.isForcing()).as("more came while it forced").isTrue();
        assertThat(told.lines).hasSize(4);
    }

    @Test
    void aForceThatFailsIsFinalAlsoForWhatIsWrittenMeanwhile() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        long before = test.journal.durableLsn();
        files.duringForces(() -> {
            append(producer, "b", LARGE);
            test.journal.writer().turn();
            files.failForce(true);
        });
        forcer(test).turn();
        files.duringForces(() -> { });
        files.failForce(false);
        long operations = files.operations();
        forcer(test).turn();
        assertThat(files.operations()).as("never tried again").isEqualTo(operations);
        append(producer, "c", LARGE);
        test.pass(100);
        assertThat(test.failures).hasSize(1);
        assertThat(told.lines).isEmpty();
        assertThat(test.journal.durableLsn()).isEqualTo(before);
        assertThat(test.journal.isWhole()).isFalse();
    }

    /** What another thread was to force ahead, when messages did not wait for it, may be what fails. */
    @Test
    void aForceAheadThatFailsIsNoticedByWhoWaitsForTheNext() throws IOException {
        TestJournal test = TestJournal.open(files, SMALL.withSync(SyncPolicy.OS), ReplayRequest.everything(new Recorded()));
        test.run();
        JournalProducer producer = test.producer(told);
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        told.lines.clear();
        files.failForce(true);
        forcer(test).turn();
        files.failForce(false);
        test.journal.sync(SyncPolicy.GROUP);
        append(producer, "b", LARGE);
        test.run();
        assertThat(test.failures).hasSize(1);
        assertThat(told.lines).isEmpty();
    }

    @Test
    void aWriteThatFailsMeanwhileIsDoneOnceMoreWhenTheForceIsDone() throws IOException {
        for (MemoryFiles.Fault fault : List.of(MemoryFiles.Fault.ERROR, MemoryFiles.Fault.TORN)) {
            MemoryFiles disk = new MemoryFiles(7);
            TestJournal test = TestJournal.open(disk);
            test.run();
            JournalProducer producer = test.producer(told);
            append(producer, "a", LARGE);
            test.journal.writer().turn();
            disk.duringForces(() -> {
                append(producer, "b", LARGE);
                disk.failNext(fault);
                while (test.journal.writer().turn() == 0) assertThat(test.journal.segments()).hasSize(1);
            });
            forcer(test).turn();
            disk.duringForces(() -> { });
            assertThat(test.failures).isEmpty();
            told.lines.clear();
            test.run();
            assertThat(told.lines).as("first one, then the other").hasSize(4).endsWith("stored " + producer.position());
            assertThat(test.journal.segments()).hasSize(2);
            assertThat(replay(disk.afterPowerLoss())).containsExactly("a", "b");
        }
    }

    @Test
    void aFullSegmentIsLeftWhenAllInItIsForced() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", QUARTER);
        test.journal.writer().turn();
        append(producer, "b", QUARTER);
        test.journal.writer().turn();
        append(producer, "c", QUARTER);
        append(producer, "d", QUARTER);
        for (int i = 0; i < 3; i++) test.journal.writer().turn();
        assertThat(test.journal.segments()).hasSize(1);
        test.run();
        assertThat(test.journal.segments()).hasSize(2);
        assertThat(replay(files.afterPowerLoss())).containsExactly("a", "b", "c", "d");
    }

    /** There is no further segment: what is forced meanwhile is told all the same. */
    @Test
    void waitingForASegmentKeepsNobodyWaitingForTheForce() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        for (int i = 0; i < 6; i++) {
            append(producer, "x", QUARTER);
            test.journal.writer().turn();
            forcer(test).turn();
            test.journal.writer().turn();
        }
        writeWithMoreBehind(test, producer, "x", "a");
        assertThat(test.isForcing()).isTrue();
        long stored = producer.position();
        append(producer, "b", QUARTER);
        test.journal.writer().turn();
        forcer(test).turn();
        test.journal.writer().turn();
        assertThat(told.lines).endsWith("stored " + stored);
        assertThat(test.journal.writer().finish()).as("no segment for it").isFalse();
        test.run();
        assertThat(told.lines).endsWith("stored " + producer.position());
    }

    @Test
    void underAnotherPolicyNothingIsToldBeforeWhatIsStillForced() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        test.journal.sync(SyncPolicy.OS);
        append(producer, "b", LARGE);
        for (int i = 0; i < 3; i++) test.journal.writer().turn();
        assertThat(told.lines).isEmpty();
        test.run();
        assertThat(told.lines).hasSize(4).endsWith("stored " + producer.position());
    }

    @Test
    void whoeverAsksForAllToBeForcedWaitsForWhatIsUnderWay() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        List<Long> durable = new ArrayList<>();
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        test.journal.whenForced(() -> durable.add(test.journal.durableLsn()));
        append(producer, "b", LARGE);
        for (int i = 0; i < 3; i++) test.journal.writer().turn();
        assertThat(durable).isEmpty();
        assertThat(test.isAhead()).as("or that would go on for ever").isFalse();
        test.run();
        assertThat(durable).hasSize(1);
        assertThat(told.lines).hasSize(4);
    }

    @Test
    void anIdleLogVouchesForWhatWasForcedMeanwhile() throws IOException {
        TestJournal test = open();
        append(test.producer(), "a", LARGE);
        test.journal.writer().turn();
        for (int i = 0; i < 3; i++) test.journal.writer().turn();
        long before = test.run().journal.durableLsn();
        assertThat(test.pass(60).journal.durableLsn()).isEqualTo(before + GroupHeader.SIZE);
    }

    @Test
    void closingForcesWhatIsUnderWay() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        append(producer, "b", LARGE);
        test.journal.close();
        assertThat(test.journal.isWhole()).isTrue();
        assertThat(told.lines).endsWith("stored " + producer.position());
        assertThat(replay(files.afterPowerLoss())).containsExactly("a", "b");
    }

    @Test
    void whoGivesUpTellsNobodyOfWhatWasForcedMeanwhile() throws IOException {
        TestJournal test = open();
        append(test.producer(told), "a", LARGE);
        test.journal.writer().turn();
        test.journal.fail(new IOException("the directory is gone"));
        test.run();
        forcer(test).turn();
        test.run();
        assertThat(told.lines).isEmpty();
        assertThat(test.failures).hasSize(1);
    }

    /** A checkpoint reads from there, and would miss the beginning of what is completed in a group that may still be torn. */
    @Test
    void aTransactionInBothGroupsIsReadFromItsBeginningUntilBothAreForced() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        JournalTransaction transaction = test.journal.begin();
        producer.append(transaction, List.of(TestJournal.change(1, 0, message("a".repeat(LARGE)))), false);
        producer.flush();
        long begin = test.journal.replayStart();
        test.journal.writer().turn();
        files.duringForces(() -> {
            producer.append(transaction, List.of(TestJournal.change(1, 1, message("b".repeat(LARGE)))), true);
            producer.flush();
            test.journal.writer().turn();
        });
        forcer(test).turn();
        files.duringForces(() -> { });
        test.journal.writer().turn();
        assertThat(told.lines).as("the first part is durable").isNotEmpty();
        assertThat(test.journal.replayStart()).isLessThanOrEqualTo(Lsn.of(1, SegmentHeader.SIZE + GroupHeader.SIZE));
        assertThat(begin).isLessThanOrEqualTo(test.journal.replayStart());
        test.run();
        assertThat(test.journal.replayStart()).isEqualTo(test.journal.durableLsn());
    }

    /** Neither was durable, and nothing in the second says that the first was. */
    @Test
    void aTornGroupTakesTheWholeOneBehindItWithIt() throws IOException {
        writeTwoUnforced();
        tear("a");
        assertThat(replay(files.afterKill())).isEmpty();
        assertThat(damages(files)).isEmpty();
        TestJournal salvaged = TestJournal.open(files.afterKill(), SMALL, ReplayRequest.everything(new Recorded()).salvaging());
        assertThat(salvaged.journal.replayed().lost()).isEmpty();
        assertThat(salvaged.journal.replayed().records()).isZero();
        TestJournal next = open();
        append(next.producer(), "next", LARGE);
        next.run();
        assertThat(replay(files.afterKill())).containsExactly("next");
        assertThat(damages(files)).isEmpty();
    }

    @Test
    void aTornFirstHeaderLeavesTheWholeSegmentUnused() throws IOException {
        writeTwoUnforced();
        files.bytes(Segment.name(1))[SegmentHeader.SIZE]++;
        assertThat(replay(files.afterKill())).isEmpty();
        TestJournal next = open();
        append(next.producer(), "next", LARGE);
        next.run();
        assertThat(replay(files.afterKill())).containsExactly("next");
    }

    @Test
    void whereTheLogGoesOnInItsLastSegmentNothingOfThemIsLeft() throws IOException {
        TestJournal first = open();
        writeWithMoreBehind(first, first.producer(), "first", "a");
        append(first.producer(), "b", LARGE);
        first.journal.writer().turn();
        tear("a");
        for (String name : files.list()) if (!name.equals(Segment.name(1))) files.delete(name);
        TestJournal next = open();
        append(next.producer(), "next", 100);
        next.journal.writer().turn();
        assertThat(new String(files.bytes(Segment.name(1)))).doesNotContain("b/b/");
        assertThat(replay(files.afterKill())).containsExactly("first", "next");
        assertThat(damages(files)).isEmpty();
    }

    /** As ever, when something behind says so. */
    @Test
    void onceOneBehindSaysThatItWasDurableItIsDamage() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        append(producer, "b", LARGE);
        test.journal.writer().turn();
        test.run();
        append(producer, "c", LARGE);
        test.run();
        tear("a");
        assertThat(damages(files)).isNotEmpty();
        assertThatThrownBy(() -> replay(files.afterKill())).isInstanceOf(JournalCorruptedException.class);
    }

    private void writeTwoUnforced() throws IOException {
        TestJournal test = open();
        JournalProducer producer = test.producer(told);
        append(producer, "a", LARGE);
        test.journal.writer().turn();
        append(producer, "b", LARGE);
        test.journal.writer().turn();
        assertThat(test.isAhead()).isTrue();
    }

    private TestJournal open() throws IOException {
        TestJournal test = TestJournal.open(files);
        test.journal.spares().turn();
        return test;
    }

    /** The name again and again, so often that it is about that long. */
    private void append(JournalProducer producer, String name, int size) {
        publish(producer, 1, position++, message((name + "/").repeat(size / (name.length() + 1))));
        producer.flush();
    }

    /** The writer forces a small group by itself, another comes meanwhile and is left to the other thread. */
    private void writeWithMoreBehind(TestJournal test, JournalProducer producer, String name, String behind) {
        append(producer, name, 100);
        files.duringForces(() -> append(producer, behind, LARGE));
        test.journal.writer().turn();
        files.duringForces(() -> { });
        test.journal.writer().turn();
    }

    private static Forcer forcer(TestJournal test) {
        return test.journal.writer().durability().forcer();
    }

    private void tear(String name) {
        byte[] segment = files.bytes(Segment.name(1));
        int at = new String(segment, StandardCharsets.ISO_8859_1).indexOf((name + "/").repeat(5));
        segment[at + 6]++;
    }

    /** The names of what is there. */
    private static List<String> replay(MemoryFiles files) throws IOException {
        Recorded recorded = new Recorded();
        TestJournal.open(files, SMALL, ReplayRequest.everything(recorded));
        return recorded.lines.stream().map(line -> line.replaceAll("publish 1/\\d+ ", "").replaceAll("/.*", "")).toList();
    }

    private static List<String> damages(MemoryFiles files) throws IOException {
        List<String> damages = new ArrayList<>();
        new JournalCheck(files.afterKill(), new JournalCheck.Findings() {
            @Override
            public void segment(long sequence, JournalCheck.Contents contents) {
            }

            @Override
            public void damaged(String file, long from, long to, String what) {
                damages.add(file + ": " + what);
            }

            @Override
            public void setAside(String file) {
            }

            @Override
            public void known(String file) {
            }
        }).run();
        return damages;
    }
}
