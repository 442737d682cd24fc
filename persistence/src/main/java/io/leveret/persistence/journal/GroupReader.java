package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Reads one segment group by group, through a window that moves over the file. */
final class GroupReader {

    static final int NOT_FOUND = -1;

    private static final int READ_AHEAD = 1 << 20;

    private final JournalFile file;
    private final int salt;
    private final int size;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer window;
    private int windowAt;

    GroupReader(Segment segment) {
        file = segment.file();
        salt = segment.salt();
        size = segment.header().fileSize();
        window = newWindow(Math.min(size, READ_AHEAD));
    }

    /** The group that starts there, or null. */
    GroupHeader headerAt(int offset) throws IOException {
        if (offset > size - GroupHeader.SIZE) return null;
        GroupHeader header = GroupHeader.readOrNull(window, load(offset, GroupHeader.SIZE), salt, crc);
        return header != null && header.bytes() <= size - offset ? header : null;
    }

    /** Makes so many bytes available, and returns where in {@link #window()} they start. */
    int load(int offset, int length) throws IOException {
        if (offset < windowAt || offset + length > windowAt + window.limit()) move(offset, length);
        return offset - windowAt;
    }

    ByteBuffer window() {
        return window;
    }

    /** Where the next group starts, from there on. */
    int find(int from) throws IOException {
        for (int offset = from; offset <= size - GroupHeader.SIZE; offset += Chunk.ALIGNMENT) {
            int index = load(offset, GroupHeader.SIZE);
            if (window.getInt(index) == GroupHeader.MAGIC && headerAt(offset) != null) return offset;
        }
        return NOT_FOUND;
    }

    /** The highest durable LSN that a group says, from there on. */
    long highestDurable(int from) throws IOException {
        long highest = Lsn.START;
        for (int at = find(from); at != NOT_FOUND; at = find(at + Chunk.ALIGNMENT)) {
            highest = Math.max(highest, headerAt(at).durableLsn());
        }
        return highest;
    }

    private void move(int offset, int length) throws IOException {
        if (length > window.capacity()) window = newWindow(length);
        window.clear().limit(Math.min(window.capacity(), size - offset));
        windowAt = offset;
        file.read(window, offset);
        window.flip();
        if (window.limit() < length) throw new IOException("the file ends at " + (offset + window.limit()));
    }

    private static ByteBuffer newWindow(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    }
}
