package io.leveret.persistence.journal;

/**
 * Log sequence number: where a record stands, as one number that rises with the log. The upper bits are the segment's
 * sequence number, the lower {@value #OFFSET_BITS} the offset in its file. 0 is before everything.
 */
public final class Lsn {

    public static final int OFFSET_BITS = 26;

    /** The lowest number: nothing stands there. */
    public static final long START = 0;

    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

    private Lsn() {
    }

    public static long of(long segment, long offset) {
        return segment << OFFSET_BITS | offset;
    }

    public static long segment(long lsn) {
        return lsn >>> OFFSET_BITS;
    }

    public static int offset(long lsn) {
        return (int) (lsn & OFFSET_MASK);
    }

    public static String describe(long lsn) {
        return "segment " + segment(lsn) + " offset " + offset(lsn);
    }
}
