package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.JournalFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where chunks of indexes go when all indexes together take too much of the heap: a file of slots that does not outlive the
 * process. Written in the background, because a loop that writes may be held up by the operating system; read on the loop
 * that needs a chunk, 32 KiB at a time of a file that was written not long ago. If that fails, all that is lost is on disk
 * elsewhere, and the process has to start anew.
 */
final class IndexSpill {

    /** Of longs. */
    static final int SLOT = IndexChunk.SLOTS;

    private static final Logger log = LoggerFactory.getLogger(IndexSpill.class);

    private static final String NAME = "index.spill";
    private static final int SLOT_BYTES = SLOT * Long.BYTES;

    /** Takes as much as there is. */
    static final IndexSpill NEVER = new IndexSpill(null, Long.MAX_VALUE, Runnable::run, failure -> { });

    private final JournalFiles files;
    private final long budget;
    private final Executor background;
    private final Consumer<Throwable> failed;
    private final AtomicLong resident = new AtomicLong();
    private final Deque<Integer> free = new ArrayDeque<>(); // guarded by this
    private int slots; // guarded by this
    private volatile JournalFile file;
    private volatile boolean unusable;

    /**
     * @param budget bytes of all indexes above which chunks are spilled
     * @param failed is told when a chunk cannot be read back
     */
    IndexSpill(JournalFiles files, long budget, Executor background, Consumer<Throwable> failed) {
        this.files = files;
        this.budget = budget;
        this.background = background;
        this.failed = failed;
    }

    /** Some arrays of a chunk, as they are being written or have been. */
    static final class Spilled {
        private final int version;
        private final long[] places; // of those that are there: slot in the upper half, check sum in the lower
        private final byte there; // a bit for each
        private long[][] arrays; // null once they are not needed in the heap
        private volatile boolean written;
        private volatile boolean failed;

        Spilled(int version, long[]... arrays) {
            this.arrays = arrays;
            this.version = version;
            int bits = 0;
            for (int i = 0; i < arrays.length; i++) if (arrays[i] != null) bits |= 1 << i;
            there = (byte) bits;
            places = new long[Integer.bitCount(bits)];
        }

        /** Of the chunk, when this was begun. */
        int version() {
            return version;
        }

        boolean hasFailed() {
            return failed;
        }

        boolean isOver() {
            return written || failed;
        }

        /** The arrays are not needed in the heap any more. */
        void forget() {
            arrays = null;
        }
    }

    /** So many bytes more are in the heap. */
    void resident(long bytes) {
        resident.addAndGet(bytes);
    }

    /** Whether chunks should go. */
    boolean isWanted() {
        return resident.get() > budget && !unusable;
    }

    /** Writes arrays that nobody changes as long as the version is the same. */
    void write(Spilled chunk) {
        background.execute(() -> {
            try {
                int place = 0;
                for (long[] array : chunk.arrays) if (array != null) chunk.places[place++] = write(array);
                chunk.written = true;
            } catch (IOException e) {
                unusable = true;
                chunk.failed = true;
                log.error("indexes stay in memory from now on, as they cannot be written to scratch: {}", e.toString());
            }
        });
    }

    private long write(long[] array) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(array);
        int slot = takeSlot();
        file().write(new ByteBuffer[] {bytes}, 1, (long) slot * SLOT_BYTES);
        return (long) slot << Integer.SIZE | checksum(bytes) & 0xffffffffL;
    }

    /** The arrays as they were written; null where there was none. */
    long[][] read(Spilled chunk) {
        long[][] arrays = new long[Byte.SIZE][];
        int place = 0;
        for (int i = 0; i < arrays.length; i++) if ((chunk.there >>> i & 1) != 0) arrays[i] = read(chunk.places[place++]);
        return arrays;
    }

    private long[] read(long place) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            file.read(bytes, (place >>> Integer.SIZE) * SLOT_BYTES);
            bytes.clear();
            if (checksum(bytes) != (int) place) throw new IOException("a part of an index is damaged");
            long[] array = new long[SLOT];
            bytes.asLongBuffer().get(array);
            return array;
        } catch (IOException e) {
            failed.accept(e);
            throw new UncheckedIOException(e);
        }
    }

    /** What was written is not needed any more. */
    synchronized void free(Spilled chunk) {
        for (long place : chunk.places) free.push((int) (place >>> Integer.SIZE));
    }

    private synchronized int takeSlot() {
        return free.isEmpty() ? slots++ : free.pop();
    }

    private synchronized JournalFile file() throws IOException {
        if (file == null) file = files.createGrowing(NAME);
        return file;
    }

    synchronized void close() {
        if (file == null) return;
        try {
            file.close();
        } catch (IOException e) {
            log.debug("closing {} failed", NAME, e);
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear());
        return (int) crc.getValue();
    }
}
