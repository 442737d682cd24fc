package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The disk that the other tests trust in. */
class MemoryFilesTest {

    @Test
    void withoutPowerOnlyWhatWasForcedIsSure() throws IOException {
        Set<Integer> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            MemoryFiles files = new MemoryFiles(seed);
            JournalFile file = files.create("a", 8192);
            files.force();
            write(file, 1, 0);
            file.force();
            write(file, 2, 0);
            write(file, 3, 0);
            seen.add((int) files.afterPowerLoss().bytes("a")[0]);
            assertThat(files.afterKill().bytes("a")[0]).isEqualTo((byte) 3);
        }
        assertThat(seen).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void namesAreLostFromSomeChangeOn() throws IOException {
        Set<Set<String>> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            MemoryFiles files = new MemoryFiles(seed);
            files.create("a", 10);
            files.rename("a", "b");
            files.create("c", 10);
            seen.add(new HashSet<>(files.afterPowerLoss().list()));
        }
        assertThat(seen).containsExactlyInAnyOrder(Set.of(), Set.of("a"), Set.of("b"), Set.of("b", "c"));
    }

    private static void write(JournalFile file, int value, long position) throws IOException {
        file.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {(byte) value})}, 1, position);
    }
}
