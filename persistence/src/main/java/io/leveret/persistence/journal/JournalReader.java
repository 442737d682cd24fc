package io.leveret.persistence.journal;

import io.leveret.codec.value.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads single messages by their LSN. For one thread, which is no event loop: it waits for the disk. */
public final class JournalReader {

    /** Read at once, in the hope that it is the whole record. */
    private static final int FIRST_READ = 4096;
    private static final int LARGEST_KEPT = 1 << 20;

    private final Journal journal;
    private final RecordReader records = new RecordReader();
    private ByteBuffer buffer = newBuffer(FIRST_READ);

    JournalReader(Journal journal) {
        this.journal = journal;
    }

    /** The message of the PUBLISH record there; damage is an exception. */
    public StoredMessage message(long lsn) throws IOException {
        return read(lsn, 0).message();
    }

    /**
     * The message and when it expires; damage is an exception.
     *
     * @param size of its body, if that is known: it is read at once then
     */
    public ExpiringMessage read(long lsn, long size) throws IOException {
        StoredMessage head;
        long expiresAt;
        long[] parts;
        int bodySize;
        try (SegmentReader segment = segment(lsn)) {
            int offset = Lsn.offset(lsn);
            load(segment, offset, size);
            PublishedRecord record = records.message(segment, offset, buffer, 0);
            head = records.message(record, record.body(), segment, offset);
            expiresAt = record.expiresAt();
            parts = partLsns(record);
            bodySize = record.bodySize();
        }
        if (parts.length > 0) head = head.withBody(joined(parts));
        if (head.body().size() != bodySize) {
            throw new JournalCorruptedException(Lsn.segment(lsn), Lsn.offset(lsn), "a body of " + head.body().size() + " bytes instead of " + bodySize);
        }
        if (buffer.capacity() > LARGEST_KEPT) buffer = newBuffer(FIRST_READ);
        return new ExpiringMessage(head, expiresAt);
    }

    /** Where the pieces of the body stand; nothing when it stands with the message. */
    public long[] parts(long lsn) throws IOException {
        try (SegmentReader segment = segment(lsn)) {
            load(segment, Lsn.offset(lsn), 0);
            return partLsns(records.message(segment, Lsn.offset(lsn), buffer, 0));
        }
    }

    private static long[] partLsns(PublishedRecord record) {
        long[] lsns = new long[record.partCount()];
        for (int i = 0; i < lsns.length; i++) lsns[i] = record.partLsn(i);
        return lsns;
    }

    private Body joined(long[] lsns) throws IOException {
        List<byte[]> pieces = new ArrayList<>(lsns.length);
        for (long lsn : lsns) {
            try (SegmentReader segment = segment(lsn)) {
                load(segment, Lsn.offset(lsn), 0);
                pieces.add(records.part(segment, Lsn.offset(lsn), buffer, 0));
            }
        }
        return Body.of(pieces);
    }

    private SegmentReader segment(long lsn) throws JournalCorruptedException {
        SegmentReader segment = journal.read(Lsn.segment(lsn));
        if (segment != null) return segment;
        throw new JournalCorruptedException(Lsn.segment(lsn), Lsn.offset(lsn), "the segment was freed");
    }

    /** Brings the record into the buffer. */
    private void load(SegmentReader segment, int offset, long size) throws IOException {
        fill(segment, offset, (int) Math.min(size + FIRST_READ, segment.end() - offset));
        if (buffer.limit() < RecordReader.HEADER) {
            throw new JournalCorruptedException(segment.sequence(), offset, "the file ends here");
        }
        int length = records.length(segment, offset, buffer, 0);
        if (length > buffer.limit()) fill(segment, offset, length);
    }

    private void fill(SegmentReader segment, int offset, int length) throws IOException {
        if (length > buffer.capacity()) buffer = newBuffer(length);
        buffer.clear().limit(Math.max(0, length));
        segment.read(buffer, offset);
        buffer.flip();
    }

    private static ByteBuffer newBuffer(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
