package io.leveret.persistence.journal;

import io.leveret.codec.value.Body;
import java.nio.ByteBuffer;

/** Reads single records from bytes that somebody has brought from a segment. Each thread has its own. */
public final class RecordReader {

    /** So many bytes say how long a record is. */
    public static final int HEADER = RecordHeader.SIZE;

    private final RecordDecoder decoder = new RecordDecoder();
    private final LatestHead head = new LatestHead();

    /** The bytes that the record takes that starts there, of which the header is at hand; damage is an exception. */
    public int length(SegmentReader segment, int offset, ByteBuffer bytes, int at) throws JournalCorruptedException {
        int length = bytes.getInt(at);
        if (length >= HEADER && length <= segment.end() - offset) return length;
        throw new JournalCorruptedException(segment.sequence(), offset, "a record of length " + length);
    }

    /**
     * The message there, with as much of the body as is in this record; damage is an exception.
     *
     * @param offset in the segment
     * @param at     in the bytes, of which the record is a part
     */
    public PublishedRecord message(SegmentReader segment, int offset, ByteBuffer bytes, int at)
            throws JournalCorruptedException {
        try {
            check(segment, bytes, at, RecordType.PUBLISH);
            return new PublishedRecord(bytes, at, at + bytes.getInt(at));
        } catch (MalformedRecordException | RuntimeException e) {
            throw new JournalCorruptedException(segment.sequence(), offset, e.getMessage());
        }
    }

    /**
     * The message of the record, which was just read, with this body; damage is an exception. So is whatever else goes wrong:
     * the bytes are as they were written, and decoding them once more would end in the same way.
     */
    public StoredMessage message(PublishedRecord record, Body body, SegmentReader segment, int offset)
            throws JournalCorruptedException {
        try {
            return record.message(body, head);
        } catch (MalformedRecordException | RuntimeException e) {
            throw new JournalCorruptedException(segment.sequence(), offset, "it cannot be decoded: " + e.getMessage());
        }
    }

    /** The piece of a body there; damage is an exception. */
    public byte[] part(SegmentReader segment, int offset, ByteBuffer bytes, int at) throws JournalCorruptedException {
        try {
            check(segment, bytes, at, RecordType.PART);
            byte[] piece = new byte[bytes.getInt(at) - HEADER];
            bytes.get(at + HEADER, piece);
            return piece;
        } catch (MalformedRecordException e) {
            throw new JournalCorruptedException(segment.sequence(), offset, e.getMessage());
        }
    }

    /** All but the payload. */
    private void check(SegmentReader segment, ByteBuffer bytes, int at, RecordType type) throws MalformedRecordException {
        boolean nested = (bytes.get(at + RecordHeader.FLAGS) & RecordHeader.NESTED) != 0;
        decoder.checkBytes(bytes, at, bytes.limit(), nested ? 0 : segment.salt());
        RecordDecoder.checkFlags(bytes, at);
        RecordType found = RecordType.of(bytes.get(at + RecordHeader.TYPE));
        if (found != type) throw new MalformedRecordException("a " + found);
    }
}
