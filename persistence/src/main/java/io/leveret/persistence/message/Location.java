package io.leveret.persistence.message;

import io.leveret.persistence.journal.Lsn;

/**
 * Where a message stands, as one number: an {@link Lsn} of the journal, or one of the scratch segments, which are numbered
 * by themselves and marked by a bit above all journal positions.
 */
final class Location {

    /** No message is here. */
    static final long NONE = 0;

    /** It has been handed over; where it stands is to be told. */
    static final long PENDING = -1;

    private static final long SCRATCH = 1L << 62;
    private static final long SCRATCH_SEGMENT = SCRATCH >>> Lsn.OFFSET_BITS;

    private Location() {
    }

    static long scratch(long lsn) {
        return lsn | SCRATCH;
    }

    static boolean isScratch(long location) {
        return location > 0 && (location & SCRATCH) != 0;
    }

    /** The position within the journal or the scratch segments. */
    static long lsn(long location) {
        return location & ~SCRATCH;
    }

    /** In its segment. */
    static int offset(long location) {
        return Lsn.offset(location);
    }

    /** The segment, those of the scratch store told apart from the journal's. */
    static long segment(long location) {
        return Lsn.segment(location);
    }

    static boolean isScratchSegment(long segment) {
        return (segment & SCRATCH_SEGMENT) != 0;
    }

    /** As {@link #segment} would give it. */
    static long scratchSegment(long sequence) {
        return sequence | SCRATCH_SEGMENT;
    }

    /** What the segment is called by the journal or the scratch store. */
    static long sequence(long segment) {
        return segment & ~SCRATCH_SEGMENT;
    }

    static String describe(long location) {
        return (isScratch(location) ? "scratch " : "") + Lsn.describe(lsn(location));
    }
}
