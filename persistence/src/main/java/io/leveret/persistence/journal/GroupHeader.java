package io.leveret.persistence.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Stands before the records of one write. Groups follow one another without gaps and their numbers rise by one, so the
 * first that is not valid is where the log ends, or where it is damaged.
 *
 * <pre>
 *  0 magic u32 | CRC32C u32 of the bytes behind it | salt of the segment u32 | record count u32
 * 16 number of the group u64 | bytes of the group u32, this header included | reserved u32
 * 32 durable LSN u64: everything below it had been forced before this group was written
 * </pre>
 *
 * The group before it may still be about to be forced, so that this one is whole when that one is torn: both are void
 * then, as this one does not say that the other was durable.
 *
 * The first group of a segment is written when all before it has been forced. Its durable LSN is therefore where the log
 * goes on from: whatever stands behind that place in the earlier segment is void.
 */
record GroupHeader(int salt, int records, long number, int bytes, long durableLsn) {

    static final int SIZE = 40;
    static final int MAGIC = 0x47564c01;

    private static final int CHECKED_FROM = 8;

    void write(ByteBuffer target, CRC32C crc) {
        int start = target.position();
        target.putInt(MAGIC).putInt(0).putInt(salt).putInt(records).putLong(number).putInt(bytes).putInt(0).putLong(durableLsn);
        target.putInt(start + 4, checksum(target, start, crc));
    }

    /** The header that starts there, or null if there is none of this segment. */
    static GroupHeader readOrNull(ByteBuffer source, int start, int salt, CRC32C crc) {
        if (source.getInt(start) != MAGIC || source.getInt(start + 8) != salt) return null;
        if (source.getInt(start + 4) != checksum(source, start, crc)) return null;
        GroupHeader header = new GroupHeader(salt, source.getInt(start + 12), source.getLong(start + 16),
                source.getInt(start + 24), source.getLong(start + 32));
        return header.bytes >= SIZE && header.bytes % Chunk.ALIGNMENT == 0 && header.records >= 0 ? header : null;
    }

    private static int checksum(ByteBuffer buffer, int start, CRC32C crc) {
        crc.reset();
        crc.update(buffer.duplicate().limit(start + SIZE).position(start + CHECKED_FROM));
        return (int) crc.getValue();
    }
}
