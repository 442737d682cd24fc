package io.leveret.persistence.message;

import io.leveret.persistence.journal.Lsn;

/**
 * What an index holds of a message, in one long; 0 for none.
 *
 * <pre>
 * 63..41 offset in the segment / 8 | 40..15 the segment's number, its lower bits | 14 scratch | 13..0 size of the body
 * </pre>
 *
 * No record stands in a segment's header, so an offset of 8 is free to say that the place is not known yet. The upper bits
 * of the segment's number are those of the newest segment that the index knows: 2^26 segments are 4 PiB. The size is exact
 * below 8 KiB, then right to half a per cent.
 */
final class IndexEntry {

    static final long NONE = 0;

    private static final int OFFSET_SHIFT = 41;
    private static final int SEGMENT_SHIFT = 15;
    private static final long SEGMENT_MASK = (1L << 26) - 1;
    private static final long SCRATCH = 1L << 14;
    private static final long SIZE_MASK = SCRATCH - 1;
    private static final long PENDING_OFFSET = 1;

    private static final int EXACT_BITS = 13;
    private static final int MANTISSA_BITS = 8;
    private static final long MANTISSA_MASK = (1 << MANTISSA_BITS) - 1;
    private static final int SMALLEST_SHIFT = EXACT_BITS - MANTISSA_BITS;
    private static final long EXPONENT_MASK = (1 << SMALLEST_SHIFT) - 1;

    /** Less than what the journal cuts bodies into, as sizes are not exact. */
    private static final long LARGE = 15L << 20;

    /** What the records of a message take beside the body, more or less. */
    private static final int OVERHEAD = 96;

    private IndexEntry() {
    }

    static long pending(long size) {
        return PENDING_OFFSET << OFFSET_SHIFT | sizeBits(size);
    }

    static long at(long location, long size) {
        return placed(location) | sizeBits(size);
    }

    /** The same message, there. */
    static long moved(long entry, long location) {
        return placed(location) | entry & SIZE_MASK;
    }

    static boolean isPending(long entry) {
        return entry >>> OFFSET_SHIFT == PENDING_OFFSET;
    }

    static boolean isScratch(long entry) {
        return (entry & SCRATCH) != 0;
    }

    /** @param newest the highest segment of its kind in the index */
    static long segment(long entry, long newest) {
        long back = newest - (entry >>> SEGMENT_SHIFT) & SEGMENT_MASK;
        long sequence = newest - back;
        return isScratch(entry) ? Location.scratchSegment(sequence) : sequence;
    }

    static long location(long entry, long newest) {
        return Lsn.of(segment(entry, newest), entry >>> OFFSET_SHIFT << 3);
    }

    static long size(long entry) {
        long bits = entry & SIZE_MASK;
        if (bits >>> EXACT_BITS == 0) return bits;
        int shift = (int) (bits >>> MANTISSA_BITS & EXPONENT_MASK) + SMALLEST_SHIFT;
        return (1 << MANTISSA_BITS | bits & MANTISSA_MASK) << shift;
    }

    /** Whether the body may stand in pieces, which are kept by this message only. */
    static boolean isLarge(long entry) {
        return isLargeSize(size(entry));
    }

    static boolean isLargeSize(long size) {
        return size >= LARGE;
    }

    /** What a message takes on disk whose body is that large, more or less. */
    static long bytesOnDisk(long size) {
        return size + OVERHEAD;
    }

    private static long placed(long location) {
        long lsn = Location.lsn(location);
        return (long) Lsn.offset(lsn) >>> 3 << OFFSET_SHIFT | (Lsn.segment(lsn) & SEGMENT_MASK) << SEGMENT_SHIFT
                | (Location.isScratch(location) ? SCRATCH : 0);
    }

    private static long sizeBits(long size) {
        if (size >>> EXACT_BITS == 0) return size;
        int shift = Long.SIZE - Long.numberOfLeadingZeros(size) - 1 - MANTISSA_BITS;
        return 1 << EXACT_BITS | (long) (shift - SMALLEST_SHIFT) << MANTISSA_BITS | size >>> shift & MANTISSA_MASK;
    }
}
