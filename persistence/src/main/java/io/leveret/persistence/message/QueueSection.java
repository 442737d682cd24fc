package io.leveret.persistence.message;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A stretch of a queue as it stands in a checkpoint: a long queue takes several.
 *
 * <pre>
 *  0 queue id u64 | next position u64 | handed out up to u64 | newest segment u64
 * 32 messages u32 | runs u32 | extras u32
 * 44 runs x (first position u64 | count u32 | count x entry u64) | extras x (position u64 | priority i32 | due u64
 *    | failures u32 | acquisitions u32)
 * </pre>
 *
 * The entries are the index's ({@link IndexEntry}), and the segment is what they are relative to. Messages that are pending
 * are left out, as replay will bring them, and so are those that do not outlive the process.
 */
final class QueueSection {

    /** The queue is written as a whole. */
    static final long NOTHING_LEFT = Long.MAX_VALUE;

    private static final int HEADER = 44;
    private static final int RUN = Long.BYTES + Integer.BYTES;
    private static final int EXTRA = 2 * Long.BYTES + 3 * Integer.BYTES;
    private static final int COUNTS_AT = 32;
    private static final int FIELDS = 4;
    private static final int MOST_FOR_ENTRY = RUN + Long.BYTES + EXTRA;

    /** A buffer with less room than this may be of no use. */
    static final int SMALLEST = HEADER + 8 * MOST_FOR_ENTRY;

    private final ByteBuffer out;
    private long[] extras = new long[4 * FIELDS]; // position, priority, due, failures and acquisitions of each
    private int extraCount;
    private int messages;
    private int runs;
    private int runAt; // where the count of the last run is
    private int runLength;
    private long runEnd;

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
        int start = out.position();
        out.putLong(queue.id()).putLong(queue.nextPosition()).putLong(queue.handedOutUpTo());
        out.putLong(queue.index().newestSegment()).putInt(0).putInt(0).putInt(0);
        long next = NOTHING_LEFT;
        for (IndexCursor cursor = queue.index().from(from); cursor.next();) {
            long entry = cursor.entry();
            if (IndexEntry.isPending(entry) || IndexEntry.isScratch(entry)) continue;
            if (out.remaining() - extraCount * EXTRA < MOST_FOR_ENTRY) {
                next = cursor.position();
                break;
            }
            add(cursor.position(), entry);
            seen.message(cursor.location(), IndexEntry.size(entry));
            if (cursor.priority() >= 0 || cursor.dueAt() != 0 || cursor.hasReturned()) addExtra(cursor);
        }
        endRun();
        int counts = start + COUNTS_AT;
        out.putInt(counts, messages).putInt(counts + Integer.BYTES, runs).putInt(counts + 2 * Integer.BYTES, extraCount);
        for (int i = 0; i < extraCount; i++) writeExtra(FIELDS * i);
        return next;
    }

    private void add(long position, long entry) {
        if (runs == 0 || position != runEnd) {
            endRun();
            runs++;
            out.putLong(position);
            runAt = out.position();
            out.putInt(0);
            runLength = 0;
        }
        out.putLong(entry);
        messages++;
        runLength++;
        runEnd = position + 1;
    }

    private void endRun() {
        if (runs > 0) out.putInt(runAt, runLength);
    }

    private void addExtra(IndexCursor cursor) {
        int at = FIELDS * extraCount++;
        if (at == extras.length) extras = Arrays.copyOf(extras, 2 * at);
        extras[at] = cursor.position();
        extras[at + 1] = cursor.priority();
        extras[at + 2] = cursor.dueAt();
        extras[at + 3] = (long) cursor.failures() << Integer.SIZE | cursor.acquisitions() & 0xffffffffL;
    }

    private void writeExtra(int at) {
        out.putLong(extras[at]).putInt((int) extras[at + 1]).putLong(extras[at + 2]);
        out.putInt((int) (extras[at + 3] >>> Integer.SIZE)).putInt((int) extras[at + 3]);
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
        long newest = in.getLong();
        int messages = in.getInt();
        int runs = in.getInt();
        int extras = in.getInt();
        for (int i = 0; i < runs; i++) {
            long position = in.getLong();
            int count = in.getInt();
            for (int j = 0; j < count; j++) {
                long entry = in.getLong();
                queue.index().put(position++, IndexEntry.location(entry, newest), IndexEntry.size(entry));
            }
        }
        for (int i = 0; i < extras; i++) readExtra(in, queue.index());
        return messages;
    }

    private static void readExtra(ByteBuffer in, QueueIndex index) {
        long position = in.getLong();
        index.priority(position, in.getInt());
        long dueAt = in.getLong();
        if (dueAt != 0) index.dueAt(position, dueAt);
        int failures = in.getInt();
        int acquisitions = in.getInt();
        if (failures != 0 || acquisitions != 0) index.returned(position, failures, acquisitions);
    }
}
