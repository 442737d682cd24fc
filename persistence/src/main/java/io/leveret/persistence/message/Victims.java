package io.leveret.persistence.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which segments are to be emptied. As long as the segments that are needed take no more than one and a half times what is
 * needed in them, and a little, none; otherwise the emptiest ones, until it is so.
 */
final class Victims {

    private static final double MOST_FACTOR = 1.5;

    /** Emptying fuller ones costs more than it brings. */
    private static final double FULLEST = 2.0 / 3;

    /** At once; then there is a checkpoint first. */
    private static final long MOST_BYTES = 256L << 20;

    private record Candidate(long segment, long bytes) {
    }

    private Victims() {
    }

    /**
     * @param all         the segments in use
     * @param before      only such as are older than that may be emptied
     * @param segmentSize what each takes
     * @param slack       what may be taken in any case
     */
    static List<Long> choose(Collection<Long> all, long before, LiveSegments live, int segmentSize, long slack) {
        List<Candidate> candidates = new ArrayList<>();
        long taken = 0;
        long needed = 0;
        for (long segment : all) {
            if (!live.isNeeded(segment)) continue; // it goes anyway, or is being written
            long bytes = Math.min(segmentSize, live.bytes(segment));
            taken += segmentSize;
            needed += bytes;
            if (segment < before && bytes < FULLEST * segmentSize) candidates.add(new Candidate(segment, bytes));
        }
        candidates.sort(Comparator.comparingLong(Candidate::bytes));
        List<Long> chosen = new ArrayList<>();
        long copied = 0;
        for (Candidate each : candidates) {
            if (taken <= MOST_FACTOR * needed + slack || copied > MOST_BYTES) break;
            chosen.add(each.segment);
            copied += each.bytes;
            taken -= segmentSize - each.bytes;
        }
        return chosen;
    }
}
