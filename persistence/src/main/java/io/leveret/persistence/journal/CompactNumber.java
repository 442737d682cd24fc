package io.leveret.persistence.journal;

import java.nio.ByteBuffer;

/**
 * A number in as few bytes as it takes: seven bits in each, the lowest first, and an eighth that says that more follow. Ten
 * bytes at most, which those less than 0 always take.
 */
public final class CompactNumber {

    /** Bytes of the longest. */
    public static final int MOST = 10;

    private static final int BITS = 7;
    private static final int MASK = (1 << BITS) - 1;
    private static final int MORE = 1 << BITS;

    private CompactNumber() {
    }

    public static void write(ByteBuffer out, long number) {
        long left = number;
        while ((left & ~MASK) != 0) {
            out.put((byte) (left | MORE));
            left >>>= BITS;
        }
        out.put((byte) left);
    }

    /** Where the number ends that starts there; an exception if it does not before the limit. */
    static int end(ByteBuffer in, int start, int limit) throws MalformedRecordException {
        int most = Math.min(limit, start + MOST);
        for (int at = start; at < most; at++) {
            if (in.get(at) >= 0) return at + 1;
        }
        throw new MalformedRecordException("a number that does not end");
    }

    /** The number that starts there, of which the end is known. */
    static long between(ByteBuffer in, int start, int end) {
        long number = 0;
        for (int at = end - 1; at >= start; at--) number = number << BITS | in.get(at) & MASK;
        return number;
    }

    /** The next number in the buffer; a runtime exception if there is none. */
    public static long read(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < MOST * BITS; shift += BITS) {
            byte next = in.get();
            number |= (long) (next & MASK) << shift;
            if (next >= 0) return number;
        }
        throw new IllegalArgumentException("a number that does not end");
    }

    /** The number as one of which those near 0 are short, on both sides of it. */
    public static long folded(long number) {
        return number << 1 ^ number >> Long.SIZE - 1;
    }

    /** The counterpart of {@link #folded}. */
    public static long unfolded(long number) {
        return number >>> 1 ^ -(number & 1);
    }
}
