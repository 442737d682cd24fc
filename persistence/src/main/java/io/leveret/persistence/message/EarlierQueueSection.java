package io.leveret.persistence.message;

import java.nio.ByteBuffer;

/**
 * A stretch of a queue as it stands in a checkpoint of version 1; see {@link QueueSection} for what is written today.
 *
 * <pre>
 *  0 queue id u64 | next position u64 | handed out up to u64 | newest segment u64
 * 32 messages u32 | runs u32 | extras u32
 * 44 runs x (first position u64 | count u32 | count x entry u64) | extras x (position u64 | priority i32 | due u64
 *    | failures u32 | acquisitions u32)
 * </pre>
 *
 * The entries are the index's ({@link IndexEntry}), and the segment is what they are relative to.
 */
final class EarlierQueueSection {

    private EarlierQueueSection() {
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
        for (int i = 0; i < extras; i++) {
            queue.index().extra(in.getLong(), in.getInt(), in.getLong(), in.getInt(), in.getInt());
        }
        return messages;
    }
}
