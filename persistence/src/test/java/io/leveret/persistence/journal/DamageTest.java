package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.SMALL;
import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What had been made durable and was changed afterwards is noticed, never delivered, and can be got around. */
class DamageTest {

    private static final int MESSAGES = 60;
    private static final int PER_GROUP = 4;

    private final MemoryFiles files = new MemoryFiles(1);
    private final List<Long> groupEnds = new ArrayList<>();
    private List<String> whole;

    @BeforeEach
    void fillThreeSegments() throws IOException {
        TestJournal test = TestJournal.open(files);
        JournalProducer producer = test.producer();
        for (int i = 0; i < MESSAGES; i++) {
            publish(producer, 1, i, message("message " + i + " " + "x".repeat(2400)));
            if (i % PER_GROUP < PER_GROUP - 1) continue;
            producer.flush();
            test.run();
            groupEnds.add(test.journal.durableLsn());
        }
        test.pass(60);
        assertThat(test.journal.segments()).hasSize(3);
        whole = read(files.afterKill(), false).lines;
        assertThat(whole).hasSize(MESSAGES);
    }

    @Test
    void aFlippedBitIsNeverDelivered() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 600; i++) {
            int segment = 1 + random.nextInt(3);
            int at = random.nextInt(i % 3 == 0 ? 4200 : TestJournal.SEGMENT);
            int bit = 1 << random.nextInt(8);
            MemoryFiles damaged = changed(segment, bytes -> bytes[at] ^= (byte) bit);
            expectAllOrRefusal(damaged, segment, "bit " + bit + " at " + at);
        }
    }

    @Test
    void zeroedRangesAreNoticed() throws IOException {
        Random random = new Random(6);
        for (int i = 0; i < 300; i++) {
            int segment = 1 + random.nextInt(3);
            int from = random.nextInt(TestJournal.SEGMENT);
            int to = Math.min(TestJournal.SEGMENT, from + 1 + random.nextInt(9000));
            MemoryFiles damaged = changed(segment, bytes -> Arrays.fill(bytes, from, to, (byte) 0));
            if (segment == 3 && to >= lastGroup()) continue; // with what vouched for the rest: like a tail never written
            expectAllOrRefusal(damaged, segment, "zeros from " + from + " to " + to);
        }
    }

    @Test
    void aLostPageAmongManyIsNamed() {
        MemoryFiles damaged = changed(2, bytes -> Arrays.fill(bytes, 20_480, 24_576, (byte) 0));
        assertThatThrownBy(() -> read(damaged, false)).isInstanceOfSatisfying(JournalCorruptedException.class, e -> {
            assertThat(e.segment()).isEqualTo(2);
            assertThat(e.offset()).isBetween(8192L, 24_576L);
        }).hasMessageStartingWith("the journal is damaged at segment 2 offset ");
    }

    @Test
    void cutFilesAreNoticed() {
        for (int length : new int[] {0, 100, 4096, 30_000, TestJournal.SEGMENT - 1}) {
            for (int segment = 1; segment <= 3; segment++) {
                MemoryFiles cut = files.afterKill();
                cut.change(Segment.name(segment), (name, bytes) -> Arrays.copyOf(bytes, length));
                assertThatThrownBy(() -> read(cut, false)).isInstanceOf(JournalCorruptedException.class);
            }
        }
    }

    @Test
    void swappedSegmentsAreNoticed() {
        MemoryFiles swapped = files.afterKill();
        byte[] first = swapped.bytes(Segment.name(1));
        byte[] second = swapped.bytes(Segment.name(2));
        swapped.change(Segment.name(1), (name, bytes) -> second);
        swapped.change(Segment.name(2), (name, bytes) -> first);
        assertThatThrownBy(() -> read(swapped, false)).hasMessageContaining("the file holds segment");
    }

    @Test
    void aMissingSegmentIsNoticed() throws IOException {
        for (int segment = 1; segment <= 2; segment++) {
            MemoryFiles missing = files.afterKill();
            missing.delete(Segment.name(segment));
            assertThatThrownBy(() -> read(missing, false)).hasMessageContaining("the segment is missing");
        }
    }

    @Test
    void aTornTailIsCutWithoutAWord() throws IOException {
        int lastStart = Lsn.offset(groupEnds.get(groupEnds.size() - 2));
        for (int from = lastStart; from < lastStart + 10_000; from += 512) {
            int at = from;
            MemoryFiles torn = changed(3, bytes -> Arrays.fill(bytes, at, bytes.length, (byte) 0));
            Recorded read = read(torn, false);
            assertThat(read.lines).isEqualTo(whole.subList(0, read.lines.size()));
            assertThat(read.lines).hasSizeBetween(MESSAGES - PER_GROUP, MESSAGES);
        }
    }

    @Test
    void salvageReadsAllButWhatIsDamagedAndReportsThat() throws IOException {
        MemoryFiles damaged = changed(2, bytes -> bytes[20_000] ^= 1);
        List<ReplayReport.Lost> lost = new ArrayList<>();
        List<String> saved = salvage(damaged, lost);
        assertThat(whole).containsSubsequence(saved);
        assertThat(saved).hasSizeBetween(MESSAGES - PER_GROUP, MESSAGES - 1);
        assertThat(lost).singleElement().satisfies(range -> {
            assertThat(range.segment()).isEqualTo(2);
            assertThat(range.from()).isLessThanOrEqualTo(20_000);
            assertThat(range.to()).isGreaterThan(20_000);
        });
    }

    @Test
    void salvageGetsOverDamagedStartsAndMissingSegments() throws IOException {
        List<ReplayReport.Lost> lost = new ArrayList<>();
        assertThat(salvage(changed(2, bytes -> bytes[0] ^= 1), lost)).hasSizeBetween(MESSAGES / 2, MESSAGES - 10);
        assertThat(lost).isNotEmpty();
        MemoryFiles missing = files.afterKill();
        missing.delete(Segment.name(2));
        assertThat(salvage(missing, lost)).hasSizeBetween(MESSAGES / 2, MESSAGES - 10);
        for (int segment = 1; segment <= 3; segment++) {
            List<String> saved = salvage(changed(segment, bytes -> bytes[SegmentHeader.SIZE + 10] ^= 1), lost);
            assertThat(whole).containsSubsequence(saved);
            assertThat(saved).hasSize(MESSAGES - PER_GROUP);
        }
    }

    @Test
    void salvageReadsWhatIsLeftOfACutFileNowAndLater() throws IOException {
        MemoryFiles cut = files.afterKill();
        cut.change(Segment.name(2), (name, bytes) -> Arrays.copyOf(bytes, 30_000));
        List<String> saved = salvage(cut, new ArrayList<>());
        assertThat(whole).containsSubsequence(saved);
        assertThat(saved).hasSizeGreaterThan(MESSAGES - 30);
        assertThat(cut.bytes(Segment.name(2))).hasSize(TestJournal.SEGMENT);
        assertThat(salvage(cut.afterKill(), new ArrayList<>())).startsWith(saved.toArray(String[]::new));
    }

    @Test
    void whatWasAddedBehindAFileDoesNoHarm() throws IOException {
        MemoryFiles longer = files.afterKill();
        longer.change(Segment.name(2), (name, bytes) -> Arrays.copyOf(bytes, TestJournal.SEGMENT + 3000));
        assertThat(read(longer, false).lines).isEqualTo(whole);
    }

    @Test
    void whatIsAppendedAfterSalvageIsReadAfterSalvage() throws IOException {
        MemoryFiles damaged = changed(3, bytes -> bytes[lastGroup() - 3000] ^= 1);
        List<String> saved = salvage(damaged, new ArrayList<>());
        List<String> again = salvage(damaged.afterKill(), new ArrayList<>());
        assertThat(again).startsWith(saved.toArray(String[]::new)).endsWith("gone 99").hasSize(saved.size() + 1);
    }

    @Test
    void salvageNeverFailsAndNeverInvents() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            MemoryFiles damaged = files.afterKill();
            for (int k = 0; k < 3; k++) {
                int from = random.nextInt(TestJournal.SEGMENT - 600);
                damaged.change(Segment.name(1 + random.nextInt(3)), (name, bytes) -> {
                    byte[] changed = bytes.clone();
                    for (int at = from; at < from + 500; at++) changed[at] = (byte) random.nextInt();
                    return changed;
                });
            }
            assertThat(whole).containsSubsequence(salvage(damaged, new ArrayList<>()));
        }
    }

    /** Damage in what is not part of the log may go unnoticed; in what is, the next start is refused. */
    private void expectAllOrRefusal(MemoryFiles damaged, int segment, String how) throws IOException {
        try {
            assertThat(read(damaged, false).lines).as(how + " in segment " + segment).isEqualTo(whole);
        } catch (JournalCorruptedException e) {
            assertThat(e.segment()).as(how + ": " + e.getMessage()).isEqualTo(segment);
        }
    }

    private int lastGroup() {
        return Lsn.offset(groupEnds.get(groupEnds.size() - 1));
    }

    private MemoryFiles changed(int segment, Consumer<byte[]> change) {
        MemoryFiles changed = files.afterKill();
        changed.change(Segment.name(segment), (name, bytes) -> {
            byte[] copy = bytes.clone();
            change.accept(copy);
            return copy;
        });
        return changed;
    }

    private static Recorded read(MemoryFiles from, boolean salvage) throws IOException {
        Recorded recorded = new Recorded();
        ReplayRequest request = ReplayRequest.everything(recorded);
        TestJournal.open(from, SMALL, salvage ? request.salvaging() : request);
        return recorded;
    }

    private static List<String> salvage(MemoryFiles from, List<ReplayReport.Lost> lost) throws IOException {
        Recorded recorded = new Recorded();
        TestJournal test = TestJournal.open(from, SMALL, ReplayRequest.everything(recorded).salvaging());
        lost.clear();
        lost.addAll(test.journal.replayed().lost());
        JournalProducer producer = test.producer();
        producer.queueGone(99);
        producer.flush();
        test.run();
        assertThat(producer.storedTo()).as("work goes on").isEqualTo(producer.position());
        return recorded.lines.stream().collect(Collectors.toList());
    }
}
