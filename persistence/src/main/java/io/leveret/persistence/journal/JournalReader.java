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

    private final Segments segments;
    private final RecordDecoder decoder = new RecordDecoder();
    private ByteBuffer buffer = newBuffer(FIRST_READ);

    JournalReader(Segments segments) {
        this.segments = segments;
    }

    /** The message of the PUBLISH or MOVED record there; damage is an exception. */
    public StoredMessage message(long lsn) throws IOException {
        try {
            int length = load(lsn, RecordType.PUBLISH, RecordType.MOVED);
            PublishedRecord record = new PublishedRecord(buffer, 0, length);
            if (record.partCount() == 0) return record.message(record.body());
            StoredMessage head = record.message(Body.EMPTY);
            Body body = joined(partLsns(record));
            return new StoredMessage(head.time(), head.exchange(), head.routingKey(), head.openKeys(), head.blindKeys(),
                    head.deadLetter(), head.properties(), body);
        } catch (MalformedRecordException e) {
            throw new JournalCorruptedException(Lsn.segment(lsn), Lsn.offset(lsn), e.getMessage());
        }
    }

    private static long[] partLsns(PublishedRecord record) {
        long[] lsns = new long[record.partCount()];
        for (int i = 0; i < lsns.length; i++) lsns[i] = record.partLsn(i);
        return lsns;
    }

    private Body joined(long[] lsns) throws IOException, MalformedRecordException {
        List<byte[]> pieces = new ArrayList<>(lsns.length);
        for (long lsn : lsns) {
            byte[] piece = new byte[load(lsn, RecordType.PART, RecordType.PART) - RecordHeader.SIZE];
            buffer.get(RecordHeader.SIZE, piece);
            pieces.add(piece);
        }
        return Body.of(pieces);
    }

    /** Brings the record into the buffer and returns its length. */
    private int load(long lsn, RecordType type, RecordType orElse) throws IOException, MalformedRecordException {
        Segment segment = segments.get(Lsn.segment(lsn));
        if (segment == null) throw new IOException("segment " + Lsn.segment(lsn) + " of the journal was freed");
        read(segment, lsn, FIRST_READ);
        int length = buffer.limit() < RecordHeader.SIZE ? 0 : buffer.getInt(0);
        if (length < RecordHeader.SIZE || length > segment.capacity() - Lsn.offset(lsn)) {
            throw new MalformedRecordException("length " + length);
        }
        if (length > buffer.limit()) read(segment, lsn, length);
        boolean nested = (buffer.get(RecordHeader.FLAGS) & RecordHeader.NESTED) != 0;
        decoder.check(buffer, 0, buffer.limit(), nested ? 0 : segment.salt());
        RecordType found = RecordType.of(buffer.get(RecordHeader.TYPE));
        if (found != type && found != orElse) throw new MalformedRecordException("a " + found);
        return length;
    }

    private void read(Segment segment, long lsn, int length) throws IOException {
        if (length > buffer.capacity()) buffer = newBuffer(length);
        buffer.clear().limit(length);
        segment.file().read(buffer, Lsn.offset(lsn));
        buffer.flip();
    }

    private static ByteBuffer newBuffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
