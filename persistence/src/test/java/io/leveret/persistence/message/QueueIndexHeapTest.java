package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.Lsn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ten million messages that stand on disk take of the heap. */
class QueueIndexHeapTest {

    private static final int MESSAGES = 10_000_000;
    private static final int RECORD = 1104;
    private static final int SEGMENT = 64 << 20;
    private static final long MEBIBYTE = 1 << 20;
    private static final int TRIES = 10;

    @TempDir
    private Path directory;

    /** As if they had been written one behind the other. */
    private static QueueIndex filled(IndexSpill spill, int messages) {
        QueueIndex index = new QueueIndex(SegmentUse.IGNORED, spill);
        for (int i = 0; i < messages; i++) {
            long at = (long) i * RECORD;
            index.put(i, Lsn.of(1 + at / SEGMENT, at % SEGMENT & -8), 1024);
        }
        return index;
    }

    /** What the index takes, seen while nothing else in the heap changes: what earlier tests have left may go at any time. */
    private static long taken(Supplier<QueueIndex> made) {
        for (int i = 0; i < TRIES; i++) {
            long before = usedHeap();
            QueueIndex index = made.get();
            long taken = usedHeap() - before;
            assertThat(index.locationOf(MESSAGES / 2)).isPositive();
            index.removeAll();
            index = null;
            if (Math.abs(usedHeap() - before) < MEBIBYTE / 4) return taken;
        }
        throw new AssertionError("the heap does not come to rest");
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    @Test
    void theyTakeEightBytesEach() {
        double each = (double) taken(() -> filled(IndexSpill.NEVER, MESSAGES)) / MESSAGES;
        assertThat(each).isBetween(7.9, 8.2);
    }

    @Test
    void theyTakeLessThanAMebibyteWhenSpilled() throws IOException {
        IndexSpill spill = new IndexSpill(DirectoryFiles.unforced(directory), 0, Runnable::run, failure -> { });
        filled(spill, MESSAGES / 100).removeAll(); // what is there once only
        assertThat(taken(() -> filled(spill, MESSAGES))).isLessThan(MEBIBYTE);
        spill.close();
    }
}
