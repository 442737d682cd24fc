package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.RecordHeader.BODY;
import static io.leveret.persistence.journal.RecordHeader.CHECKED_FROM;
import static io.leveret.persistence.journal.RecordHeader.CHECKSUM;
import static io.leveret.persistence.journal.RecordHeader.COMPACT;
import static io.leveret.persistence.journal.RecordHeader.COUNT;
import static io.leveret.persistence.journal.RecordHeader.DUE;
import static io.leveret.persistence.journal.RecordHeader.FLAGS;
import static io.leveret.persistence.journal.RecordHeader.LAST;
import static io.leveret.persistence.journal.RecordHeader.MARK_SIZE;
import static io.leveret.persistence.journal.RecordHeader.NESTED;
import static io.leveret.persistence.journal.RecordHeader.RANGE_SIZE;
import static io.leveret.persistence.journal.RecordHeader.REFERENCE_SIZE;
import static io.leveret.persistence.journal.RecordHeader.TYPE;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads records, the counterpart of {@link RecordEncoder}. {@link #check} believes nothing; {@link #visit} reads what was
 * checked.
 */
final class RecordDecoder {

    static final int TX_HEADER = RecordHeader.SIZE + 2 * Long.BYTES + 2 * Integer.BYTES;

    private static final int SIZE_OF_REF = RecordHeader.SIZE + 2 * Long.BYTES + Integer.BYTES;
    private static final int SIZE_OF_POSTPONED = RecordHeader.SIZE + 3 * Long.BYTES;
    private static final int SIZE_OF_RETURNED = RecordHeader.SIZE + 2 * Long.BYTES + 2 * Integer.BYTES;
    private static final int SIZE_OF_RAFT = RecordHeader.SIZE + 3 * Long.BYTES;

    private final CRC32C crc = new CRC32C();

    /** The check sum and everything else about the record that starts there; returns its length. */
    int check(ByteBuffer bytes, int start, int limit, int salt) throws MalformedRecordException {
        int length = checkBytes(bytes, start, limit, salt);
        RecordType type = RecordType.of(bytes.get(start + TYPE));
        if (type != RecordType.TX) checkPayload(bytes, start, length, type);
        else checkTransaction(bytes, start, length);
        return length;
    }

    /** Length and check sum only. */
    int checkBytes(ByteBuffer bytes, int start, int limit, int salt) throws MalformedRecordException {
        if (limit - start < RecordHeader.SIZE) throw new MalformedRecordException("no room for a record");
        int length = bytes.getInt(start);
        if (length < RecordHeader.SIZE || length > limit - start) throw new MalformedRecordException("a record of length " + length);
        crc.reset();
        crc.update(bytes.duplicate().limit(start + length).position(start + CHECKED_FROM));
        if (((int) crc.getValue() ^ salt) != bytes.getInt(start + CHECKSUM)) throw new MalformedRecordException("the check sum of a record is wrong");
        return length;
    }

    static int aligned(int length) {
        return length + Chunk.ALIGNMENT - 1 & -Chunk.ALIGNMENT;
    }

    private static void checkPayload(ByteBuffer bytes, int start, int length, RecordType type) throws MalformedRecordException {
        checkFlags(bytes, start);
        switch (type) {
            case PUBLISH -> new PublishedRecord(bytes, start, start + length);
            case REF -> checkReferences(bytes, start, length);
            case ACK -> checkRanges(bytes, start, length);
            case HANDED_OUT -> require(length == RecordHeader.SIZE + count(bytes, start) * MARK_SIZE, type);
            case RETURNED -> require(length == SIZE_OF_RETURNED, type);
            case POSTPONED -> require(length == SIZE_OF_POSTPONED, type);
            case PART -> require(bytes.getInt(start + BODY) == RecordHeader.SIZE, type);
            case SEAL -> require(length == RecordHeader.SIZE + 2 * Long.BYTES, type);
            case QUEUE_GONE -> require(length == RecordHeader.SIZE + Long.BYTES, type);
            case RAFT -> require(length >= SIZE_OF_RAFT && bytes.getInt(start + BODY) == SIZE_OF_RAFT, type);
            default -> throw new MalformedRecordException("a " + type + " in this place");
        }
    }

    static void checkFlags(ByteBuffer bytes, int start) throws MalformedRecordException {
        boolean isCompact = (bytes.get(start + FLAGS) & COMPACT) != 0;
        if (isCompact && bytes.get(start + TYPE) != RecordType.PUBLISH.code) throw new MalformedRecordException("a record with a flag of another");
    }

    private static void checkReferences(ByteBuffer bytes, int start, int length) throws MalformedRecordException {
        int count = count(bytes, start);
        int from = SIZE_OF_REF + dueSize(bytes, start);
        require(length == from + count * REFERENCE_SIZE, RecordType.REF);
        for (int i = 0; i < count; i++) {
            require(bytes.getInt(start + from + i * REFERENCE_SIZE + Long.BYTES) >= 0, RecordType.REF);
        }
    }

    private static void checkRanges(ByteBuffer bytes, int start, int length) throws MalformedRecordException {
        int count = count(bytes, start);
        require(length == RecordHeader.SIZE + count * RANGE_SIZE, RecordType.ACK);
        for (int i = 0; i < count; i++) {
            int at = start + RecordHeader.SIZE + i * RANGE_SIZE;
            long first = bytes.getLong(at + Long.BYTES);
            int positions = bytes.getInt(at + 2 * Long.BYTES);
            require(positions > 0 && first <= Long.MAX_VALUE - positions, RecordType.ACK);
        }
    }

    private void checkTransaction(ByteBuffer bytes, int start, int length) throws MalformedRecordException {
        require(length >= TX_HEADER, RecordType.TX);
        int parts = bytes.getInt(start + TX_HEADER - 2 * Integer.BYTES);
        int records = bytes.getInt(start + TX_HEADER - Integer.BYTES);
        int at = start + TX_HEADER;
        int end = start + length;
        for (int i = 0; i < records; i++) {
            int nested = checkBytes(bytes, at, end, 0);
            RecordType type = RecordType.of(bytes.get(at + TYPE));
            require((bytes.get(at + FLAGS) & NESTED) != 0, type);
            checkPayload(bytes, at, nested, type);
            at += aligned(nested);
        }
        require(records >= 0 && at == end && (isLastPart(bytes, start) ? parts > 0 : parts == 0), RecordType.TX);
    }

    private static void require(boolean condition, RecordType type) throws MalformedRecordException {
        if (!condition) throw new MalformedRecordException("the payload of a " + type + " is wrong");
    }

    // What has been checked

    static boolean isTransaction(ByteBuffer bytes, int start) {
        return bytes.get(start + TYPE) == RecordType.TX.code;
    }

    static boolean isSeal(ByteBuffer bytes, int start) {
        return bytes.get(start + TYPE) == RecordType.SEAL.code;
    }

    static long transactionLife(ByteBuffer bytes, int start) {
        return bytes.getLong(start + RecordHeader.SIZE);
    }

    static long transactionId(ByteBuffer bytes, int start) {
        return bytes.getLong(start + RecordHeader.SIZE + Long.BYTES);
    }

    /** In how many records it stands, as the last of them says. */
    static int transactionParts(ByteBuffer bytes, int start) {
        return bytes.getInt(start + TX_HEADER - 2 * Integer.BYTES);
    }

    static boolean isLastPart(ByteBuffer bytes, int start) {
        return (bytes.get(start + FLAGS) & LAST) != 0;
    }

    /** Tells the visitor of all records of this part of a transaction. */
    static void visitTransaction(ByteBuffer bytes, int start, long lsn, JournalVisitor visitor) throws MalformedRecordException {
        int end = start + bytes.getInt(start);
        for (int at = start + TX_HEADER; at < end; at += aligned(bytes.getInt(at))) visit(bytes, at, lsn + at - start, visitor);
    }

    /** Whether messages leave a queue by the record, or become something else in it. */
    static boolean isOfMessagesThatWereThere(ByteBuffer bytes, int start) {
        int type = bytes.get(start + TYPE);
        return type == RecordType.ACK.code || type == RecordType.RETURNED.code || type == RecordType.POSTPONED.code
                || type == RecordType.QUEUE_GONE.code;
    }

    static void visit(ByteBuffer bytes, int start, long lsn, JournalVisitor visitor) throws MalformedRecordException {
        int length = bytes.getInt(start);
        int payload = start + RecordHeader.SIZE;
        switch (RecordType.of(bytes.get(start + TYPE))) {
            case PUBLISH -> visitor.published(lsn, new PublishedRecord(bytes, start, start + length));
            case REF -> visitReferences(bytes, start, visitor);
            case ACK -> {
                for (int at = payload; at < start + length; at += RANGE_SIZE) {
                    visitor.settled(bytes.getLong(at), bytes.getLong(at + 8), bytes.getInt(at + 16));
                }
            }
            case HANDED_OUT -> {
                for (int at = payload; at < start + length; at += MARK_SIZE) {
                    visitor.handedOut(bytes.getLong(at), bytes.getLong(at + 8));
                }
            }
            case RETURNED -> visitor.returned(bytes.getLong(payload), bytes.getLong(payload + 8), bytes.getInt(payload + 16),
                    bytes.getInt(payload + 20));
            case POSTPONED -> visitor.postponed(bytes.getLong(payload), bytes.getLong(payload + 8), bytes.getLong(payload + 16));
            case QUEUE_GONE -> visitor.queueGone(bytes.getLong(payload));
            case RAFT -> {
                byte[] entry = new byte[length - SIZE_OF_RAFT];
                bytes.get(start + SIZE_OF_RAFT, entry);
                visitor.raft(bytes.getLong(payload), bytes.getLong(payload + 8), bytes.getLong(payload + 16), entry);
            }
            default -> { } // a PART is found through its message, a SEAL is the scanner's, a TX is not visited as a whole
        }
    }

    private static void visitReferences(ByteBuffer bytes, int start, JournalVisitor visitor) {
        long queueId = bytes.getLong(start + RecordHeader.SIZE);
        long first = bytes.getLong(start + RecordHeader.SIZE + Long.BYTES);
        int at = start + RecordHeader.SIZE + 2 * Long.BYTES;
        long dueAt = dueSize(bytes, start) == 0 ? RecordEncoder.AT_ONCE : bytes.getLong(at);
        at += dueSize(bytes, start);
        int priority = bytes.getInt(at);
        at += Integer.BYTES;
        for (int i = 0; i < count(bytes, start); i++, at += REFERENCE_SIZE) {
            visitor.referred(bytes.getLong(at), queueId, first + i, bytes.getInt(at + Long.BYTES), priority, dueAt);
        }
    }

    private static int count(ByteBuffer bytes, int start) {
        return Short.toUnsignedInt(bytes.getShort(start + COUNT));
    }

    private static int dueSize(ByteBuffer bytes, int start) {
        return (bytes.get(start + FLAGS) & DUE) != 0 ? Long.BYTES : 0;
    }
}
