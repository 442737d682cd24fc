package io.leveret.persistence.journal;

/**
 * Whether a group is written while the one before it is forced, which needs another thread. To wake that, and to be woken by
 * it, takes 20 us each, as long as writing a small group; and two small forces take the disk longer than one that is twice as
 * large. So it is for large groups only, and only as long as more comes meanwhile.
 */
final class Overlap {

    /** With less the disk is hardly faster than one force after the other, or even slower. */
    private static final int LEAST = 1 << 20;
    private static final int SMALL_SEGMENTS = 32;

    private final int least;
    private boolean pays = true;

    Overlap(int segmentSize) {
        least = Math.min(LEAST, segmentSize / SMALL_SEGMENTS);
    }

    /** Bytes that a group has to have. */
    int least() {
        return least;
    }

    /** Whether the writer, having written so much, should go on while it is forced. */
    boolean pays(int bytes) {
        return pays && bytes >= least;
    }

    /** A force has ended, and so many bytes have come meanwhile. */
    void forced(long more) {
        pays = more >= least;
    }
}
