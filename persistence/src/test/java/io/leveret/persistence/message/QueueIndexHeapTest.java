package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.Lsn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ten million messages that stand on disk take of the heap: seen in a process that has nothing else in it. */
class QueueIndexHeapTest {

    private static final int MESSAGES = 10_000_000;
    private static final int RECORD = 1104;
    private static final int SEGMENT = 64 << 20;
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void theyTakeEightBytesEach() throws Exception {
        assertThat((double) taken() / MESSAGES).isBetween(7.9, 8.2);
    }

    @Test
    void theyTakeLessThanAMebibyteWhenSpilled() throws Exception {
        assertThat(taken(directory.toString())).isLessThan(MEBIBYTE);
    }

    private static long taken(String... spillDirectory) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), QueueIndexHeapTest.class.getName()));
        command.addAll(List.of(spillDirectory));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String answer = process.inputReader().readLine();
        assertThat(process.waitFor()).as("exit code").isZero();
        return Long.parseLong(answer);
    }

    /** Prints the bytes, of an index that spills to the directory if one is given. */
    public static void main(String[] spillDirectory) throws IOException {
        IndexSpill spill = spillDirectory.length == 0 ? IndexSpill.NEVER
                : new IndexSpill(DirectoryFiles.unforced(Path.of(spillDirectory[0])), 0, Runnable::run, failure -> { });
        filled(spill, MESSAGES / 100).removeAll(); // what is there once only
        long before = usedHeap();
        QueueIndex index = filled(spill, MESSAGES);
        long taken = usedHeap() - before;
        if (index.locationOf(MESSAGES / 2) <= 0) throw new AssertionError("it is not there");
        System.out.println(taken);
    }

    /** As if they had been written one behind the other. */
    private static QueueIndex filled(IndexSpill spill, int messages) {
        QueueIndex index = new QueueIndex(SegmentUse.IGNORED, spill);
        for (int i = 0; i < messages; i++) {
            long at = (long) i * RECORD;
            index.put(i, Lsn.of(1 + at / SEGMENT, at % SEGMENT & -8), 1024);
        }
        return index;
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
