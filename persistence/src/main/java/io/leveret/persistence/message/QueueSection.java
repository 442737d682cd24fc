package io.leveret.persistence.message;

import io.leveret.persistence.journal.CompactNumber;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.Segment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A stretch of a queue as it stands in a checkpoint: a long queue takes several.
 *
 * <pre>
 *  0 queue id u64 | next position u64 | handed out up to u64 | messages u32 | extras u32
 * 32 messages x (n step | [bit 0 of the step: n gap] | [bit 1: n size])
 *    | extras x (n position | n priority + 1 | n due | n failures | n acquisitions)
 * </pre>
 *
 * An n is a {@link CompactNumber}. Messages stand where those before them let expect: of the same size, at the next position,
 * as far behind the one before as that was behind its own. What a message differs in from that is all that is written,
 * and mostly that is one byte. From bit 2 on the step is by how many times 8 bytes the distance has changed, the gap is how many
 * positions were left out, the size by how much that has changed; what may be less than 0 is folded. Positions of extras are
 * those since the extra before.
 *
 * <p>Messages that are pending are left out, as replay will bring them, and so are those that do not outlive the process.
 */
final class QueueSection {

    /** The queue is written as a whole. */
    static final long NOTHING_LEFT = Long.MAX_VALUE;

    private static final int HEADER = 32;
    private static final int COUNTS_AT = 24;
    private static final int GAP = 1;
    private static final int SIZE = 2;
    private static final int STEP_SHIFT = 2;
    private static final int PLACE_SHIFT = 3;
    private static final int FIELDS = 4;
    private static final int MOST_FOR_EXTRA = 5 * CompactNumber.MOST;
    private static final int MOST_FOR_MESSAGE = 3 * CompactNumber.MOST + MOST_FOR_EXTRA;

    /** A buffer with less room than this may be of no use. */
    static final int SMALLEST = HEADER + 8 * MOST_FOR_MESSAGE;

    /** What the next message is expected to be, and to differ in; on both sides the same. */
    private static final class Expected {
        private long position;
        private long place; // of the message before, in units of 8 bytes
        private long distance;
        private long size;

        void write(ByteBuffer out, long nextPosition, long location, long nextSize) {
            long nextDistance = (location >>> PLACE_SHIFT) - place;
            int differs = (nextPosition == position ? 0 : GAP) | (nextSize == size ? 0 : SIZE);
            CompactNumber.write(out, CompactNumber.folded(nextDistance - distance) << STEP_SHIFT | differs);
            if (nextPosition != position) CompactNumber.write(out, nextPosition - position);
            if (nextSize != size) CompactNumber.write(out, CompactNumber.folded(nextSize - size));
            is(nextPosition, nextDistance, nextSize);
        }

        /** Puts the message into the index. */
        void read(ByteBuffer in, QueueIndex index) {
            long step = CompactNumber.read(in);
            long nextPosition = position + ((step & GAP) == 0 ? 0 : CompactNumber.read(in));
            long nextSize = size + ((step & SIZE) == 0 ? 0 : CompactNumber.unfolded(CompactNumber.read(in)));
            is(nextPosition, distance + CompactNumber.unfolded(step >>> STEP_SHIFT), nextSize);
            long location = place << PLACE_SHIFT;
            boolean isPlace = location > 0 && !Location.isScratch(location) && location >>> PLACE_SHIFT == place
                    && Lsn.offset(location) >= Segment.START;
            if (!isPlace || size < 0 || size > Integer.MAX_VALUE) throw new IllegalArgumentException("a message of " + size + " bytes at " + location);
            index.put(nextPosition, location, size);
        }

        private void is(long itsPosition, long itsDistance, long itsSize) {
            position = itsPosition + 1;
            place += itsDistance;
            distance = itsDistance;
            size = itsSize;
        }
    }

    private final ByteBuffer out;
    private final Expected expected = new Expected();
    private long[] extras = new long[4 * FIELDS]; // position, priority, due, failures and acquisitions of each
    private int extraCount;
    private int messages;

    private QueueSection(ByteBuffer out) {
        this.out = out;
    }

    /** Is told where the messages stand that are written. */
    interface Seen {
        void message(long location, long size);
    }

    /** Writes as much as there is room for, and says from which position on there is more. */
    static long write(StoredQueue queue, long from, ByteBuffer out, Seen seen) {
        return new QueueSection(out).write(queue, from, seen);
    }

    private long write(StoredQueue queue, long from, Seen seen) {
        int counts = out.position() + COUNTS_AT;
        out.putLong(queue.id()).putLong(queue.nextPosition()).putLong(queue.handedOutUpTo()).putInt(0).putInt(0);
        long next = NOTHING_LEFT;
        for (IndexCursor cursor = queue.index().from(from); cursor.next();) {
            long entry = cursor.entry();
            if (IndexEntry.isPending(entry) || IndexEntry.isScratch(entry)) continue;
            if (out.remaining() - extraCount * MOST_FOR_EXTRA < MOST_FOR_MESSAGE) {
                next = cursor.position();
                break;
            }
            long location = cursor.location();
            expected.write(out, cursor.position(), location, IndexEntry.size(entry));
            messages++;
            seen.message(location, IndexEntry.size(entry));
            if (cursor.priority() >= 0 || cursor.dueAt() != 0 || cursor.hasReturned()) addExtra(cursor);
        }
        out.putInt(counts, messages).putInt(counts + Integer.BYTES, extraCount);
        writeExtras();
        return next;
    }

    private void addExtra(IndexCursor cursor) {
        int at = FIELDS * extraCount++;
        if (at == extras.length) extras = Arrays.copyOf(extras, 2 * at);
        extras[at] = cursor.position();
        extras[at + 1] = cursor.priority();
        extras[at + 2] = cursor.dueAt();
        extras[at + 3] = (long) cursor.failures() << Integer.SIZE | cursor.acquisitions() & 0xffffffffL;
    }

    private void writeExtras() {
        long before = 0;
        for (int at = 0; at < FIELDS * extraCount; at += FIELDS) {
            CompactNumber.write(out, extras[at] - before);
            CompactNumber.write(out, extras[at + 1] + 1);
            CompactNumber.write(out, extras[at + 2]);
            CompactNumber.write(out, extras[at + 3] >>> Integer.SIZE);
            CompactNumber.write(out, extras[at + 3] & 0xffffffffL);
            before = extras[at];
        }
    }

    /** In the section that starts there. */
    static int messages(ByteBuffer section, int start) {
        return section.getInt(start + COUNTS_AT);
    }

    /** Reads one from the buffer's position on; an exception if that is none. Returns how many messages there were. */
    static long read(ByteBuffer in, Recovery recovery) {
        StoredQueue queue = recovery.queue(in.getLong());
        queue.reached(in.getLong() - 1);
        queue.handedOut(in.getLong());
        int messages = in.getInt();
        int extras = in.getInt();
        Expected expected = new Expected();
        for (int i = 0; i < messages; i++) expected.read(in, queue.index());
        long position = 0;
        for (int i = 0; i < extras; i++) {
            position += CompactNumber.read(in);
            int priority = (int) CompactNumber.read(in) - 1;
            long dueAt = CompactNumber.read(in);
            queue.index().extra(position, priority, dueAt, (int) CompactNumber.read(in), (int) CompactNumber.read(in));
        }
        return messages;
    }
}
