package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The end of the log in a segment that has room left. A start goes on in a segment of its own as a rule; here only when there
 * is none, as a disk without room must not end in a broker that cannot even store what makes room.
 *
 * @param records in the segment so far
 * @param groups  in the segment so far
 */
record Tail(Segment segment, int offset, long records, long groups) {

    private static final int ZEROS = 1 << 20;

    /** Of one in which nothing stands. */
    static Tail ofEmpty(Segment segment) {
        return new Tail(segment, SegmentHeader.SIZE, 0, 0);
    }

    boolean hasRoom() {
        return segment.capacity() - offset > Seal.GROUP_SIZE + SegmentHeader.SIZE;
    }

    /** What was torn must be gone before anything is written in front of it, or it might be taken for what comes next. */
    void clear() throws IOException {
        int end = segment.header().fileSize();
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS, end - offset));
        for (int at = offset; at < end; at += zeros.limit()) {
            zeros.clear().limit(Math.min(zeros.capacity(), end - at));
            segment.file().write(new ByteBuffer[] {zeros}, 1, at);
        }
        segment.file().force();
    }
}
