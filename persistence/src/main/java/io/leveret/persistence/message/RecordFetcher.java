package io.leveret.persistence.message;

import io.leveret.codec.value.Body;
import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.ExpiringMessage;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.JournalReader;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.PublishedRecord;
import io.leveret.persistence.journal.RecordReader;
import io.leveret.persistence.journal.SegmentReader;
import io.leveret.persistence.journal.StoredMessage;
import io.leveret.persistence.message.BlockCache.Block;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One reading thread at work. Messages that stand close together are taken out of whole blocks, all others are read one by
 * one.
 */
final class RecordFetcher {

    /** A block is worth reading for so many messages, or for a sixteenth of its bytes. */
    private static final int DENSE_MESSAGES = 16;
    private static final int DENSE_PART = 16;

    /** Messages that take more than this part of a block are read by themselves. */
    private static final int LARGE_PART = 4;
    private static final int MOST_AHEAD = 4;

    private final Journal journal;
    private final Supplier<Journal> scratch;
    private final BlockCache cache;
    private final RecordReader records = new RecordReader();
    private final JournalReader journalReader;
    private JournalReader scratchReader;

    private Block block; // the one that messages are being taken out of
    private long blockKey;
    private int blocksUsed;

    RecordFetcher(Journal journal, Supplier<Journal> scratch, BlockCache cache) {
        this.journal = journal;
        this.scratch = scratch;
        this.cache = cache;
        journalReader = journal.reader();
    }

    /**
     * Reads the messages up to the first that the disk does not give, answers, and then reads on for what will be asked
     * next, unless others are waiting.
     */
    void fetch(ColdRead read, BooleanSupplier othersWait) {
        blocksUsed = 0;
        int last = -1;
        try {
            long bytes = 0;
            for (int i = 0; i < read.count(); i++) {
                ReadBack message = message(read, i);
                bytes += message.message() == null ? 0 : message.message().body().size();
                if (!read.add(message, bytes)) break;
                last = i;
            }
        } catch (IOException | RuntimeException | Error e) { // that is no damage: it may work again
            read.failed(e);
        } finally {
            leaveBlock();
            read.end();
        }
        if (last >= 0 && blocksUsed > 0) readAhead(read.location(last), othersWait);
    }

    private ReadBack message(ColdRead read, int i) throws IOException {
        SegmentReader segment = read.segment(i);
        try {
            if (read.location(i) == Location.PENDING) throw new IOException("it has not been written yet");
            if (segment == null) throw unknown(read.location(i));
            if (enterBlock(read, i, segment)) {
                ReadBack message = fromBlock(read, i, segment);
                if (message != null) return message;
            }
            long location = read.location(i);
            ExpiringMessage found = reader(location).read(Location.lsn(location), read.size(i));
            return new ReadBack(read.position(i), found.message().message(), found.expiresAt());
        } catch (JournalCorruptedException e) {
            read.damaged(i, e);
            return new ReadBack(read.position(i), null, Long.MAX_VALUE);
        }
    }

    private static JournalCorruptedException unknown(long location) {
        long segment = Location.sequence(Location.segment(location));
        return new JournalCorruptedException(segment, Location.offset(location), "the segment is not there");
    }

    /** Returns false when the message had better be read by itself. */
    private boolean enterBlock(ColdRead read, int i, SegmentReader segment) throws IOException {
        long location = read.location(i);
        if (block != null && blockKey == cache.keyOf(location)) return true;
        leaveBlock();
        if (read.size(i) > cache.blockSize() / LARGE_PART) return false;
        if (!cache.contains(location) && !isDense(read, i)) return false;
        block = cache.acquire(segment, location);
        blockKey = cache.keyOf(location);
        blocksUsed++;
        return true;
    }

    private boolean isDense(ColdRead read, int first) {
        long key = cache.keyOf(read.location(first));
        long bytes = 0;
        for (int i = first; i < read.count() && cache.keyOf(read.location(i)) == key; i++) {
            bytes += read.size(i);
            if (i - first + 1 >= DENSE_MESSAGES || bytes * DENSE_PART >= cache.blockSize()) return true;
        }
        return false;
    }

    /** Null if it is not wholly in the block. */
    private ReadBack fromBlock(ColdRead read, int i, SegmentReader segment) throws IOException {
        ByteBuffer bytes = block.bytes();
        int at = cache.offsetInBlock(read.location(i));
        if (bytes.limit() - at < RecordReader.HEADER) return null;
        int offset = Location.offset(read.location(i));
        try {
            if (records.length(segment, offset, bytes, at) > bytes.limit() - at) return null;
            PublishedRecord record = records.message(segment, offset, bytes, at);
            if (record.partCount() > 0) return null;
            Body body = record.body();
            StoredMessage message = records.message(record, body, segment, offset);
            return new ReadBack(read.position(i), message.message(), record.expiresAt());
        } catch (JournalCorruptedException e) { // or the block was read before the record was written
            cache.drop(block);
            leaveBlock();
            return null;
        }
    }

    private void leaveBlock() {
        if (block != null) cache.release(block);
        block = null;
    }

    private JournalReader reader(long location) {
        if (!Location.isScratch(location)) return journalReader;
        if (scratchReader == null) scratchReader = scratch.get().reader();
        return scratchReader;
    }

    /** As many blocks as were read last, as far as they are written. */
    private void readAhead(long location, BooleanSupplier othersWait) {
        Journal source = Location.isScratch(location) ? scratch.get() : journal;
        long lsn = Location.lsn(location);
        try (SegmentReader segment = source.read(Lsn.segment(lsn))) {
            for (int ahead = 1; ahead <= Math.min(blocksUsed, MOST_AHEAD) && segment != null; ahead++) {
                long next = location + (long) ahead * cache.blockSize();
                boolean here = Location.segment(next) == Location.segment(location)
                        && Location.offset(next) + cache.blockSize() <= segment.end();
                boolean written = Location.lsn(next) + cache.blockSize() <= source.durableLsn();
                if (!here || !written || othersWait.getAsBoolean()) return;
                if (!cache.contains(next)) cache.release(cache.acquire(segment, next));
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) { // whoever needs it will see it again
            return;
        }
    }
}
