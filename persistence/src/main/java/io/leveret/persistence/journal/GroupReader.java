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
    private Segment segment;
    private int salt;
    private int size;
    private GroupsAhead ahead; // null when nobody reads ahead
    private ByteBuffer own = newWindow(FIRST_READ);
    private ByteBuffer window = own;
    private int windowAt;
    private boolean untouched;

    /** Takes what that brings, and reads all else by itself. */
    GroupReader helpedBy(GroupsAhead readingAhead) {
        ahead = readingAhead;
        return this;
    }

    /** From now on reads this one. */
    GroupReader use(Segment other) {
        segment = other;
        salt = other.salt();
        size = other.header().fileSize();
        window = own.limit(0);
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
        int offset = from;
        while (offset <= size - GroupHeader.SIZE) {
            int index = load(offset, GroupHeader.SIZE);
            int found = findMagic(window, index, window.limit() - GroupHeader.SIZE);
            offset += found - index;
            if (found <= window.limit() - GroupHeader.SIZE) {
                if (headerAt(offset) != null) return offset;
                offset += Chunk.ALIGNMENT;
            }
        }
        return NOT_FOUND;
    }

    /** Many megabytes of each start, in the segments that are ready and behind the end of the log: so it does nothing else. */
    private static int findMagic(ByteBuffer bytes, int from, int last) {
        int at = from;
        while (at <= last && bytes.getInt(at) != GroupHeader.MAGIC) at += Chunk.ALIGNMENT;
        return at;
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
        GroupsAhead.Window brought = ahead == null ? null : ahead.take(segment, offset, length);
        if (brought == null) {
            read(offset, length);
        } else {
            window = brought.bytes();
            windowAt = brought.at();
        }
    }

    private void read(int offset, int length) throws IOException {
        int wanted = Math.min(size - offset, Math.max(length, untouched ? FIRST_READ : READ_AHEAD));
        untouched = false;
        if (wanted > own.capacity()) own = newWindow(Math.max(wanted, Math.min(size, READ_AHEAD)));
        window = own.clear().limit(wanted);
        windowAt = offset;
        segment.file().read(window, offset);
        window.flip();
        if (window.limit() < length) throw new IOException("the file ends at " + (offset + window.limit()));
    }

    private static ByteBuffer newWindow(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    }
}
