package io.leveret.persistence.message;

import static io.leveret.persistence.message.TestStore.contents;
import static io.leveret.persistence.message.TestStore.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a salvage has found is all there is: whatever was damaged, an ordinary start goes well afterwards, and finds the same. */
class AfterSalvageTest {

    private static final long NEVER = Long.MAX_VALUE;
    private static final int HEADER = 4096;
    private static final int GROUP = 2200; // of two messages, nearly
    private static final int MESSAGES = 130;

    /** What may have become of a segment, by how it is told; null when the file is gone. */
    private static final Map<String, UnaryOperator<byte[]>> DAMAGES = Map.of(
            "whole", bytes -> bytes,
            "cut in its header", bytes -> Arrays.copyOf(bytes, 3670),
            "cut behind its header", bytes -> Arrays.copyOf(bytes, HEADER),
            "cut in its first group", bytes -> Arrays.copyOf(bytes, HEADER + GROUP / 2),
            "cut", bytes -> Arrays.copyOf(bytes, 30_000),
            "without its first group", bytes -> flipped(bytes, HEADER),
            "flipped", bytes -> flipped(bytes, 20_000),
            "gone", bytes -> null);

    private final MemoryFiles files = new MemoryFiles(1);

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    /** Three segments of small groups; left behind by a process that was killed, perhaps with a checkpoint on its way. */
    private void fill(int checkpointAt) throws IOException {
        TestStore store = TestStore.open(files);
        JournaledQueueLog log = store.log(1);
        for (int i = 1; i <= MESSAGES; i++) {
            log.append(i, message(new byte[1000]), NEVER);
            if (i % 2 == 0) store.settle();
            if (i == checkpointAt) store.checkpoint();
        }
        for (int i = 1; i <= MESSAGES; i += 4) log.remove(i);
        store.settle();
        assertThat(store.journal.journal.segments()).hasSizeGreaterThanOrEqualTo(3);
    }

    private MemoryFiles damaged(String... hows) {
        MemoryFiles damaged = files.afterKill();
        for (int i = 0; i < hows.length; i++) change(damaged, String.format("%012d.seg", i + 1), DAMAGES.get(hows[i]));
        return damaged;
    }

    private static void change(MemoryFiles damaged, String name, UnaryOperator<byte[]> damage) {
        byte[] after = damage.apply(damaged.bytes(name));
        try {
            if (after == null) damaged.delete(name);
            else damaged.change(name, (same, bytes) -> after);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSegmentThatIsSetAsideIsNotAskedForThoughTheNextOneIsCutInItsFirstGroup() throws IOException {
        fill(0);
        goesWellAfterSalvaging(damaged("whole", "cut in its header", "cut in its first group"), "");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 70})
    void whateverIsDamagedAnOrdinaryStartGoesWell(int checkpointAt) throws IOException {
        fill(checkpointAt);
        for (String first : DAMAGES.keySet()) {
            for (String second : DAMAGES.keySet()) {
                for (String third : DAMAGES.keySet()) {
                    goesWellAfterSalvaging(damaged(first, second, third), first + ", " + second + ", " + third);
                }
            }
        }
    }

    private static void goesWellAfterSalvaging(MemoryFiles damaged, String how) throws IOException {
        TestStore salvaging = TestStore.salvage(damaged);
        List<String> found = contents(salvaging.log(1));
        assertThat(contentsAtStart(damaged.afterKill())).as("killed at once: " + how).isEqualTo(found);
        assertThat(contentsAtStart(damaged.afterPowerLoss())).as("power lost at once: " + how).isEqualTo(found);

        JournaledQueueLog log = salvaging.log(2);
        log.append(log.recovered().nextPosition(), message("new"), NEVER);
        salvaging.store.restored();
        salvaging.settle();
        TestStore second = TestStore.open(damaged.afterPowerLoss());
        assertThat(contents(second.log(1))).as("later: " + how).isEqualTo(found);
        assertThat(contents(second.log(2))).as("later: " + how).hasSize(1);
        second.settle().store.close();
        TestStore third = TestStore.open(damaged.afterKill());
        assertThat(contents(third.log(1))).as("after closing: " + how).isEqualTo(found);
        assertThat(contents(third.log(2))).as("after closing: " + how).hasSize(1);
    }

    private static List<String> contentsAtStart(MemoryFiles files) throws IOException {
        return contents(TestStore.open(files).log(1));
    }

    /** Whenever a salvage is killed, what is left is refused still, or is all that it found. */
    @Test
    void aSalvageThatIsKilledIsDoneOnceMore() throws IOException {
        fill(0);
        MemoryFiles whole = damaged("whole", "cut in its header", "cut in its first group");
        List<String> found = contents(TestStore.salvage(whole.afterKill()).log(1));
        List<String> outcomes = new ArrayList<>();
        MemoryFiles killed = whole.afterKill();
        for (long operation = 0; operation == 0 || killed.operations() > operation - 1; operation++) {
            killed = whole.afterKill().failing(operation, MemoryFiles.Fault.TORN_POWER_LOSS);
            try {
                TestStore.salvage(killed);
            } catch (IOException | RuntimeException e) {
                assertThat(killed.isOff()).as("%s", e).isTrue();
            }
            outcomes.add(outcomeOfAStart(killed.afterPowerLoss(), found));
            assertThat(contents(TestStore.salvage(killed.afterPowerLoss()).log(1))).isEqualTo(found);
        }
        assertThat(outcomes).contains("refused").endsWith("all found");
    }

    private static String outcomeOfAStart(MemoryFiles left, List<String> found) throws IOException {
        try {
            assertThat(contentsAtStart(left)).isEqualTo(found);
            return "all found";
        } catch (JournalCorruptedException e) {
            return "refused";
        }
    }

    @Test
    void numbersOfSegmentsThatWereSetAsideAreNotGivenAgain() throws IOException {
        fill(0);
        MemoryFiles damaged = damaged("cut in its header", "cut in its header", "cut in its header");
        TestStore.salvage(damaged).settle().store.close();
        assertThat(damaged.list()).contains("damaged-000000000003.seg").doesNotContain("000000000003.seg");
    }
}
