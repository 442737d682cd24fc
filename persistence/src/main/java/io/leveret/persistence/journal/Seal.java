package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The last group of a full segment, with a SEAL as its only record; and the counts that go into it. */
final class Seal {

    private static final int RECORD_SIZE = RecordHeader.SIZE + 2 * Long.BYTES;

    static final int GROUP_SIZE = GroupHeader.SIZE + RECORD_SIZE;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(GROUP_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private long records;
    private long groups;

    void restart() {
        records = 0;
        groups = 0;
    }

    /** There is so much in the segment already. */
    void resume(Tail tail) {
        records = tail.records();
        groups = tail.groups();
    }

    /** A group of so many records was written. */
    void count(int recordsInGroup) {
        records += recordsInGroup;
        groups++;
    }

    void write(Segment segment, int offset, long number, long durableLsn) throws IOException {
        bytes.clear();
        new GroupHeader(segment.salt(), 1, number, GROUP_SIZE, durableLsn).write(bytes, crc);
        int start = bytes.position();
        bytes.putInt(RECORD_SIZE).putInt(0).put(RecordType.SEAL.code).put((byte) 0).putShort((short) 0).putInt(0);
        bytes.putLong(records).putLong(groups);
        crc.reset();
        crc.update(bytes.duplicate().limit(GROUP_SIZE).position(start + RecordHeader.CHECKED_FROM));
        bytes.putInt(start + RecordHeader.CHECKSUM, (int) crc.getValue() ^ segment.salt());
        segment.file().write(new ByteBuffer[] {bytes.flip()}, 1, offset);
    }
}
