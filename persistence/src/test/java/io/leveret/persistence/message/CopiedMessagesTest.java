package io.leveret.persistence.message;

import static io.leveret.persistence.message.TestStore.contents;
import static io.leveret.persistence.message.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What stays long, in segments of its own. */
class CopiedMessagesTest {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int STAYING = 40;

    private final MemoryFiles files = new MemoryFiles(1);
    private TestStore store;
    private JournaledQueueLog log;
    private long next = 1;

    CopiedMessagesTest() throws IOException {
        open(files);
    }

    private void open(MemoryFiles disk) throws IOException {
        store = TestStore.open(disk);
        log = store.log(1);
        store.store.restored();
    }

    /** So many messages of 1 KB come, and all but one in so many leave. */
    private void pass(int count, int oneIn) {
        long first = next;
        next += count;
        for (long i = first; i < next; i++) log.append(i, message("m".repeat(1000)), NEVER);
        store.settle();
        for (long i = first; i < next; i++) if (i % oneIn != 0) log.remove(i);
        store.settle();
    }

    private void rest() {
        for (int i = 0; i < 3; i++) {
            store.passSeconds(40).checkpoint();
            for (int turn = 0; turn < 40; turn++) store.settle();
        }
    }

    private void stay() {
        for (int i = 0; i < STAYING / 4; i++) pass(240, 60);
        rest();
    }

    private List<Segment> copies() {
        return store.journal.journal.segments().stream().filter(Segment::holdsCopies).toList();
    }

    private Set<Long> segmentsOfMessages() {
        Set<Long> segments = new TreeSet<>();
        log.recovered().visit((position, size, priority, dueAt) ->
                segments.add(Lsn.segment(log.queue().index().locationOf(position))));
        return segments;
    }

    @Test
    void areCopiedOnceHoweverMuchPassesBy() throws IOException {
        stay();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 4; i++) pass(240, Integer.MAX_VALUE);
            rest();
        }
        List<String> before = contents(log);
        assertThat(before).hasSize(STAYING);
        assertThat(store.store.maintenance().copied()).isBetween(STAYING / 2L, STAYING + STAYING / 4L);
        assertThat(StoreWorkload.segments(files)).isLessThan(10);
        open(files.afterPowerLoss());
        assertThat(contents(log)).isEqualTo(before);
    }

    @Test
    void goOnToAnotherSegmentAfterARestart() throws IOException {
        stay();
        MemoryFiles after = files.afterPowerLoss();
        open(after);
        Set<Long> earlier = new TreeSet<>();
        for (Segment segment : copies()) earlier.add(segment.sequence());
        assertThat(earlier).isNotEmpty();
        stay();
        assertThat(copies()).anyMatch(segment -> !earlier.contains(segment.sequence()));
        assertThat(contents(log)).hasSize(2 * STAYING);
        List<String> before = contents(log);
        open(after.afterPowerLoss());
        assertThat(contents(log)).isEqualTo(before);
    }

    @Test
    void giveTheirRoomBackWhenTheyLeave() {
        stay();
        assertThat(copies()).isNotEmpty();
        for (long i = 1; i < next; i++) log.remove(i);
        store.settle();
        rest();
        assertThat(copies()).isEmpty();
        assertThat(store.journal.journal.segments()).hasSizeLessThan(4);
    }

    @Test
    void areLookedThroughByACheck() throws IOException {
        stay();
        store.checkpoint();
        assertThat(damage()).isEmpty();
        long location = log.queue().index().locationOf(60);
        assertThat(store.journal.journal.segmentOf(location)).matches(segment -> segment.orElseThrow().holdsCopies());
        String name = String.format("%012d.seg", Lsn.segment(location));
        files.bytes(name)[Lsn.offset(location) + 100] ^= 1;
        assertThat(damage()).isNotEmpty().allMatch(found -> found.startsWith("journal/" + name + " " + Lsn.offset(location)));
        open(files.afterKill());
        assertThat(contents(log)).as("whoever reads it will see").hasSize(STAYING);
    }

    @Test
    void areMissedAtTheStart() throws IOException {
        stay();
        store.checkpoint();
        for (long segment : segmentsOfMessages()) {
            if (copies().stream().anyMatch(copy -> copy.sequence() == segment)) files.delete(String.format("%012d.seg", segment));
        }
        files.force();
        assertThat(damage()).isNotEmpty();
        assertThatThrownBy(() -> TestStore.open(files.afterKill())).isInstanceOf(JournalCorruptedException.class);
        TestStore salvaged = TestStore.salvage(files.afterKill());
        assertThat(contents(salvaged.log(1)).size()).isLessThan(STAYING);
    }

    private List<String> damage() throws IOException {
        List<String> found = new ArrayList<>();
        MemoryFiles stopped = files.afterKill();
        new StoreCheck(stopped, stopped, String::valueOf, (file, offset, what) -> found.add(file + " " + offset + " " + what)).run();
        return found;
    }
}
