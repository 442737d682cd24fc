package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the log has come, in a file of its own: each segment vouches for those before it, and nothing else would say that
 * the newest one has ever been there, or that anything stood in it. It says no more than what is true, and perhaps less: so
 * whatever fails in writing it fails quietly. Safe for threads.
 *
 * <pre>
 * 0 and again at 4096: magic u32 | version u32 | count u64 | LSN u64 | CRC32C u32 of the bytes before
 * </pre>
 *
 * The higher count holds. All before the LSN was durable; one without an offset says only that the segment was taken to be
 * written. As long as the file is there no later segment has been written.
 */
final class Reached {

    static final String NAME = "reached";

    private static final Logger log = LoggerFactory.getLogger(Reached.class);

    private static final int MAGIC = 0x5256454c; // "LEVR"
    private static final int VERSION = 1;
    private static final int CHECKED = 24;
    private static final int PLACES = 2;
    private static final int PLACE_SIZE = 4096; // so that no write touches both
    private static final Said NOTHING = new Said(0, Lsn.START);

    /** What stands in the file. */
    private record Said(long count, long lsn) {
    }

    private final JournalFiles files;
    private final ByteBuffer[] bytes = {ByteBuffer.allocateDirect(CHECKED + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN)};
    private JournalFile file; // null while there is none
    private Said said = NOTHING;
    private boolean failed;

    private Reached(JournalFiles files) {
        this.files = files;
    }

    /** What an earlier process said; {@link Lsn#START} if there is nothing that can be read. */
    static long read(JournalFiles files) throws IOException {
        try (JournalFile file = files.open(NAME)) {
            return newest(file).lsn;
        }
    }

    /** Whether what it said cannot be read. */
    static boolean isDamaged(JournalFiles files) throws IOException {
        try (JournalFile file = files.open(NAME)) {
            return newest(file) == NOTHING && !isNew(file);
        }
    }

    /** To go on with what an earlier process said, if there was one. Nothing more could be said in a file that was cut, so it goes. */
    static Reached open(JournalFiles files, boolean isThere) throws IOException {
        Reached reached = new Reached(files);
        if (!isThere) return reached;
        JournalFile file = files.open(NAME);
        try {
            if (file.size() < PLACES * PLACE_SIZE) {
                file.close();
                files.delete(NAME);
                files.force();
                return reached;
            }
            reached.said = newest(file);
            if (reached.said == NOTHING && !isNew(file)) {
                log.warn("the file {} is damaged, and written anew: nothing but the journal itself said how far it had come", files.whole(NAME));
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
        reached.file = file;
        return reached;
    }

    /** Whether the segment is the newest one that it knows of. */
    synchronized boolean names(Segment segment) {
        return Lsn.segment(said.lsn) == segment.sequence();
    }

    /** So far the log is durable. */
    synchronized void durable(long lsn) {
        if (failed || lsn <= said.lsn || file == null && !create()) return;
        say(lsn);
    }

    /** The segment is about to be written; it is there, with a durable name. */
    synchronized void taken(Segment segment) {
        if (!failed && file != null) say(Lsn.of(segment.sequence(), 0));
    }

    /** Takes back what it said; returns whether that is durable. */
    synchronized boolean forget() {
        for (int i = 0; i < PLACES && !failed; i++) say(Lsn.START);
        return !failed;
    }

    synchronized void close() throws IOException {
        if (file != null) file.close();
        file = null;
        failed = true;
    }

    /** Of zeros, which say nothing; what a crash left of an earlier attempt goes. */
    private boolean create() {
        try {
            files.delete(NAME);
            file = files.create(NAME, PLACES * PLACE_SIZE);
            files.force();
            return true;
        } catch (IOException e) {
            log.debug("no file can be made that says how far the journal has come", e); // a full disk, most likely
            return false;
        }
    }

    private void say(long lsn) {
        Said next = new Said(said.count + 1, lsn);
        ByteBuffer target = bytes[0].clear();
        target.putInt(MAGIC).putInt(VERSION).putLong(next.count).putLong(next.lsn);
        target.putInt(checksum(target)).flip();
        try {
            file.write(bytes, 1, next.count % PLACES * PLACE_SIZE);
            file.force();
            said = next;
        } catch (IOException e) {
            failed = true;
            log.warn("from now on nothing but the journal itself says how far it has come", e);
            deleteQuietly();
        }
    }

    /** What it said still holds, but who reads it takes it that no later segment has been written. */
    private void deleteQuietly() {
        try {
            files.delete(NAME);
            files.force();
        } catch (IOException e) {
            log.debug("the file cannot be deleted either", e);
        }
    }

    private static Said newest(JournalFile file) throws IOException {
        Said newest = NOTHING;
        for (int place = 0; place < PLACES; place++) {
            ByteBuffer found = ByteBuffer.allocate(CHECKED + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            boolean isWhole = file.read(found, (long) place * PLACE_SIZE) == found.capacity() && found.getInt(0) == MAGIC
                    && found.getInt(4) == VERSION && found.getInt(CHECKED) == checksum(found);
            if (isWhole && found.getLong(8) > newest.count) newest = new Said(found.getLong(8), found.getLong(16));
        }
        return newest;
    }

    private static boolean isNew(JournalFile file) throws IOException {
        ByteBuffer all = ByteBuffer.allocate((int) Math.min(file.size(), PLACES * PLACE_SIZE));
        file.read(all, 0);
        for (byte each : all.array()) if (each != 0) return false;
        return true;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(CHECKED));
        return (int) crc.getValue();
    }
}
