package io.leveret.persistence.message;

import io.leveret.codec.value.Body;
import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.ExpiringMessage;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.JournalReader;
import io.leveret.persistence.journal.PublishedRecord;
import io.leveret.persistence.journal.RecordReader;
import io.leveret.persistence.journal.SegmentReader;
import io.leveret.persistence.journal.StoredMessage;
import io.leveret.persistence.message.BlockCache.Block;
import java.io.IOException;
import java.nio.ByteBuffer;
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

    /** Blocks to be read ahead: as many as the messages asked for take, twice over, but not all that there is room for. */
    private static final int PART_AHEAD = 2;
    private static final int MOST_AHEAD = 64;

    private final Journal journal;
    private final Supplier<Journal> scratch;
    private final BlockCache cache;
    private final ReadAhead ahead;
    private final RecordReader records = new RecordReader();
    private final JournalReader journalReader;
    private JournalReader scratchReader;

    private Block block; // the one that messages are being taken out of
    private long blockKey;
    private int blocksAhead;

    RecordFetcher(Journal journal, Supplier<Journal> scratch, BlockCache cache, ReadAhead ahead) {
        this.journal = journal;
        this.scratch = scratch;
        this.cache = cache;
        this.ahead = ahead;
        journalReader = journal.reader();
    }

    /** Reads the messages up to the first that the disk does not give, and answers. Returns how many that are. */
    int fetch(ColdRead read) {
        int messages = 0;
        blocksAhead = Math.min(MOST_AHEAD, PART_AHEAD * neighbours(read));
        try {
            long bytes = 0;
            for (int i = 0; i < read.count(); i++) {
                ReadBack message = message(read, i);
                bytes += message.message() == null ? 0 : message.message().body().size();
                if (!read.add(message, bytes)) break;
                messages++;
            }
        } catch (IOException | RuntimeException | Error e) { // that is no damage: it may work again
            read.failed(e);
        } finally {
            leaveBlock();
            read.end();
        }
        return messages;
    }

    /** How many blocks the messages take that lie one behind the other. */
    private int neighbours(ColdRead read) {
        int blocks = 1;
        for (int i = 1; i < read.count(); i++) {
            long step = cache.keyOf(read.location(i)) - cache.keyOf(read.location(i - 1));
            boolean isNextSegment = Location.segment(read.location(i)) == Location.segment(read.location(i - 1)) + 1;
            if (step == 1 || isNextSegment) blocks++;
        }
        return blocks;
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
            return readBack(read, i, found.message(), found.expiresAt());
        } catch (JournalCorruptedException e) {
            if (segment != null && segment.isTouched()) throw new IOException("somebody has cut the segment's file, or written to it", e);
            read.damaged(i, e);
            return new ReadBack(read.position(i), null, Long.MAX_VALUE);
        }
    }

    private static ReadBack readBack(ColdRead read, int i, StoredMessage message, long expiresAt) throws JournalCorruptedException {
        try {
            return new ReadBack(read.position(i), message.message(), expiresAt);
        } catch (RuntimeException e) { // reading it again would not help
            long location = read.location(i);
            throw new JournalCorruptedException(Location.sequence(Location.segment(location)), Location.offset(location),
                    "it cannot be decoded: " + e.getMessage());
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
        ahead.behind(location, blocksAhead);
        block = cache.acquire(segment, location);
        blockKey = cache.keyOf(location);
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
            return readBack(read, i, message, record.expiresAt());
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
}
