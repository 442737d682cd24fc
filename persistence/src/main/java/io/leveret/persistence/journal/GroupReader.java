package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Reads segments group by group, one segment at a time, through a window that moves over the file. */
final class GroupReader {

    static final int NOT_FOUND = -1;

    /** Enough for the first group's header, which is all that is read of many a segment. */
    private static final int FIRST_READ = 4 << 10;
    private static final int READ_AHEAD = 1 << 20;

    private final CRC32C crc = new CRC32C();
    private JournalFile file;
    private int salt;
    private int size;
    private ByteBuffer window = newWindow(FIRST_READ);
    private int windowAt;
    private boolean untouched;

    /** From now on reads this one. */
    GroupReader use(Segment segment) {
        file = segment.file();
        salt = segment.salt();
        size = segment.header().fileSize();
        window.limit(0);
        windowAt = 0;
        untouched = true;
        return this;
    }

    /** The group that starts there, or null. */
    GroupHeader headerAt(int offset) throws IOException {
        if (offset > size - GroupHeader.SIZE) return null;
        int index = load(offset, GroupHeader.SIZE);
        GroupHeader header = GroupHeader.readOrNull(window, index, salt, crc);
        return header != null && header.bytes() <= size - offset ? header : null;
    }

    /** Makes so many bytes available, and returns where they start in {@link #window()}, which may be another one then. */
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
        int wanted = Math.min(size - offset, Math.max(length, untouched ? FIRST_READ : READ_AHEAD));
        untouched = false;
        if (wanted > window.capacity()) window = newWindow(Math.max(wanted, Math.min(size, READ_AHEAD)));
        window.clear().limit(wanted);
        windowAt = offset;
        file.read(window, offset);
        window.flip();
        if (window.limit() < length) throw new IOException("the file ends at " + (offset + window.limit()));
    }

    private static ByteBuffer newWindow(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    }
}
