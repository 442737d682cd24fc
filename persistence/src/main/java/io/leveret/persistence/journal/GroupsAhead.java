package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the groups of a log from the disk, in their order and on a thread of its own, while those before them are being
 * decoded. It goes by the lengths that groups say, and where that ends, be it in damage, leaves the rest of the segment to
 * whoever knows better: what it does not bring can still be read.
 */
final class GroupsAhead implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GroupsAhead.class);

    private static final int WINDOWS = 4;
    private static final int LARGEST_WINDOW = 1 << 20;
    private static final int WINDOWS_IN_SEGMENT = 4;

    /** Longer groups are few, and not worth the memory. */
    private static final int LONGEST_GROUP = 4 << 20;

    /** Bytes of a segment; whole groups, and perhaps the beginning of another. */
    static final class Window {
        private ByteBuffer bytes;
        private Segment segment;
        private int at;

        private Window(int size) {
            bytes = newBuffer(size);
        }

        ByteBuffer bytes() {
            return bytes;
        }

        int at() {
            return at;
        }

        private boolean has(Segment wanted, int offset, int length) {
            return segment == wanted && offset >= at && offset + length <= at + bytes.limit();
        }

        /** Whether everything in it comes after that place. */
        private boolean isBehind(Segment wanted, int offset) {
            return segment == wanted ? at > offset : segment.sequence() > wanted.sequence();
        }

        private void fill(Segment from, int offset, int length) throws IOException {
            if (length > bytes.capacity()) bytes = newBuffer(length);
            segment = from;
            at = offset;
            from.file().read(bytes.clear().limit(length), offset);
            bytes.flip();
        }

        private static ByteBuffer newBuffer(int size) {
            return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private final Deque<Chain.Link> links;
    private final int windowSize;
    private final CRC32C crc = new CRC32C();
    private final Thread thread = new Thread(this::run, "journal-read-ahead");

    // Between both threads
    private final Deque<Window> free = new ArrayDeque<>();
    private final Deque<Window> filled = new ArrayDeque<>();
    private int made;
    private boolean ended;
    private boolean closed;

    // The decoding thread's
    private Window current;

    private GroupsAhead(Deque<Chain.Link> links) {
        this.links = links;
        this.windowSize = Math.min(LARGEST_WINDOW, links.getFirst().segment().header().fileSize() / WINDOWS_IN_SEGMENT);
        thread.setDaemon(true);
    }

    /** For a log that is read from its beginning to its end, unless there is none. */
    static GroupsAhead of(Chain chain) {
        if (chain.links().isEmpty()) return null;
        GroupsAhead ahead = new GroupsAhead(chain.links());
        ahead.thread.start();
        return ahead;
    }

    /** The window with these bytes, once it is here, or null if there will be none. The one before is given back. */
    Window take(Segment segment, int offset, int length) {
        while (true) {
            if (current != null && current.has(segment, offset, length)) return current;
            if (current != null && current.isBehind(segment, offset)) return null;
            if (!next()) return null;
        }
    }

    private synchronized boolean next() {
        if (current != null) free.add(current);
        current = null;
        notifyAll();
        await(() -> !filled.isEmpty() || ended);
        current = filled.poll();
        return current != null;
    }

    /** When it returns nothing is being read any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
            await(() -> ended);
        }
    }

    private interface Condition {
        boolean holds();
    }

    /** An interrupt would close the file that is being read, and is kept for whoever comes after. */
    private void await(Condition condition) {
        boolean interrupted = false;
        while (!condition.holds()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    // On its own thread

    private void run() {
        try {
            for (Chain.Link link : links) bring(link.segment(), link.end());
        } catch (IOException | RuntimeException | Error e) { // whoever reads by himself will see it again
            log.debug("reading ahead failed", e);
        } finally {
            end();
        }
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    private void bring(Segment segment, int end) throws IOException {
        int size = segment.header().fileSize();
        int offset = SegmentHeader.SIZE;
        while (offset != end && offset + GroupHeader.SIZE <= size) {
            Window window = takeFree();
            if (window == null) return;
            window.fill(segment, offset, Math.min(windowSize, size - offset));
            int next = behindGroups(window);
            if (next == offset) {
                next += lengthOfGroup(window, 0);
                if (next - offset <= LONGEST_GROUP) window.fill(segment, offset, Math.max(next - offset, window.bytes.limit()));
            }
            hand(window);
            if (next == offset) return;
            offset = next;
        }
    }

    private synchronized Window takeFree() {
        if (free.isEmpty() && made < WINDOWS) {
            made++;
            return new Window(windowSize);
        }
        await(() -> !free.isEmpty() || closed);
        return closed ? null : free.poll();
    }

    private synchronized void hand(Window window) {
        filled.add(window);
        notifyAll();
    }

    /** Where the first group starts that is not wholly in the window. */
    private int behindGroups(Window window) {
        int at = 0;
        int length = lengthOfGroup(window, 0);
        while (length > 0 && at + length <= window.bytes.limit()) {
            at += length;
            length = lengthOfGroup(window, at);
        }
        return window.at + at;
    }

    /** Or 0 if none starts there. */
    private int lengthOfGroup(Window window, int at) {
        if (at + GroupHeader.SIZE > window.bytes.limit()) return 0;
        SegmentHeader segment = window.segment.header();
        GroupHeader header = GroupHeader.readOrNull(window.bytes, at, segment.salt(), crc);
        return header == null || header.bytes() > segment.fileSize() - window.at - at ? 0 : header.bytes();
    }
}
