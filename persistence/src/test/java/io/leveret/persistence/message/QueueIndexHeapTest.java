package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.Lsn;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ten million messages that stand on disk take of the heap. */
class QueueIndexHeapTest {

    private static final int MESSAGES = 10_000_000;
    private static final int RECORD = 1104;
    private static final int SEGMENT = 64 << 20;
    private static final long MEBIBYTE = 1 << 20;

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
        long before = usedHeap();
        QueueIndex index = filled(IndexSpill.NEVER, MESSAGES);
        double each = (double) (usedHeap() - before) / MESSAGES;
        assertThat(index.count()).isEqualTo(MESSAGES);
        assertThat(each).isBetween(7.9, 8.2);
    }

    @Test
    void theyTakeLessThanAMebibyteWhenSpilled() throws IOException {
        IndexSpill spill = new IndexSpill(DirectoryFiles.unforced(directory), 0, Runnable::run, failure -> { });
        filled(spill, MESSAGES / 100).removeAll(); // what is there once only
        long before = usedHeap();
        QueueIndex index = filled(spill, MESSAGES);
        long taken = usedHeap() - before;
        assertThat(index.locationOf(MESSAGES / 2)).isPositive();
        assertThat(taken).isLessThan(MEBIBYTE);
        spill.close();
    }
}
