package io.leveret.persistence.catalog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What is written to a log in one piece and forced before anything behind it is written: it counts wholly or not at all. A
 * group without changes vouches for the one before it.
 *
 * <pre>
 * 0 magic ^ salt u32 | length u32 of what follows the header | offset of the group u32 | CRC32C u32 of all else ^ salt
 * then changes, each: length u32 | bytes
 * padded with zeros to 8 bytes
 * </pre>
 */
record LogGroup(int offset, ByteBuffer changes) {

    static final int HEADER = 16;
    static final int ALIGNMENT = 8;

    private static final int MAGIC = 0x4756454c; // "LEVG"
    private static final int CHECKED = 12;

    /** Bytes of a group with so many bytes of changes. */
    static int size(int length) {
        return HEADER + align(length);
    }

    static int align(int offset) {
        return (offset + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Bytes that a change takes in a group. */
    static int sizeOf(byte[] change) {
        return Integer.BYTES + change.length;
    }

    int end() {
        return offset + size(changes.remaining());
    }

    ByteBuffer encode(int salt) {
        ByteBuffer bytes = ByteBuffer.allocate(size(changes.remaining())).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC ^ salt).putInt(changes.remaining()).putInt(offset);
        bytes.putInt(checksum(bytes, 0, changes) ^ salt).put(changes.duplicate());
        return bytes.clear();
    }

    /** @return the group that begins there in a log, or null if none does */
    static LogGroup at(int offset, ByteBuffer log, int salt) {
        if (log.limit() - offset < HEADER || log.getInt(offset) != (MAGIC ^ salt)) return null;
        int length = log.getInt(offset + 4);
        if (length < 0 || length > log.limit() - offset - HEADER || log.getInt(offset + 8) != offset) return null;
        ByteBuffer changes = log.slice(offset + HEADER, length);
        boolean valid = log.getInt(offset + CHECKED) == (checksum(log, offset, changes) ^ salt);
        return valid ? new LogGroup(offset, changes) : null;
    }

    private static int checksum(ByteBuffer header, int offset, ByteBuffer changes) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().clear().position(offset).limit(offset + CHECKED));
        crc.update(changes.duplicate());
        return (int) crc.getValue();
    }
}
