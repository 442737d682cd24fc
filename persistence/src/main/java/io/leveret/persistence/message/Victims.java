package io.leveret.persistence.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What is to be done about the room that segments take: as long as all files take no more than one and a half times what is
 * needed in them, and a little, nothing; otherwise the emptiest segments are to be emptied, until it is so.
 */
final class Victims {

    private static final double MOST_FACTOR = 1.5;

    /** Emptying fuller ones costs more than it brings. */
    private static final double FULLEST = 2.0 / 3;

    /** At once; then there is a checkpoint first. */
    private static final long MOST_BYTES = 256L << 20;

    /** Segments that nobody needs yet: the one that is being written, those that are ready, and the reserve. */
    private static final int UNUSED = 4;

    private record Candidate(long segment, long bytes) {
    }

    private final LiveSegments live;
    private final int segmentSize;
    private final List<Candidate> candidates = new ArrayList<>();
    private long taken;
    private long needed;
    private final long slack;

    /**
     * @param all         the segments in use
     * @param segmentSize what each takes
     * @param slack       what may be taken in any case, by all files
     */
    Victims(Collection<Long> all, LiveSegments live, int segmentSize, long slack) {
        this.live = live;
        this.segmentSize = segmentSize;
        this.slack = Math.max(0, slack - (long) UNUSED * segmentSize);
        all.forEach(this::count);
    }

    private void count(long segment) {
        if (!live.isNeeded(segment)) return; // it goes anyway, or is being written
        long bytes = Math.min(segmentSize, live.bytes(segment));
        taken += segmentSize;
        needed += bytes;
        if (bytes < FULLEST * segmentSize) candidates.add(new Candidate(segment, bytes));
    }

    /** What is needed of all segments, more or less. */
    long neededBytes() {
        return needed;
    }

    /** Files for which there is room beside those that are in use. */
    int sparesThatFit() {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, (allowed() - taken) / segmentSize));
    }

    private long allowed() {
        return (long) (MOST_FACTOR * needed) + slack;
    }

    private boolean areTooMany() {
        return taken > allowed();
    }

    /** Whether one of these should be emptied, there being too many. */
    boolean wants(LongPredicate which) {
        return areTooMany() && candidates.stream().anyMatch(each -> which.test(each.segment));
    }

    /** How much would have to be copied to empty one of these, there being too many; more than there can be if there is none. */
    long leastToCopy(LongPredicate which) {
        if (!areTooMany()) return Long.MAX_VALUE;
        return candidates.stream().filter(each -> which.test(each.segment)).mapToLong(Candidate::bytes).min().orElse(Long.MAX_VALUE);
    }

    /**
     * @param mayBe which segments may be emptied
     * @param most  bytes that may be copied
     */
    List<Long> choose(LongPredicate mayBe, long most) {
        candidates.sort(Comparator.comparingLong(Candidate::bytes));
        List<Long> chosen = new ArrayList<>();
        long left = taken;
        long copied = 0;
        for (Candidate each : candidates) {
            if (left <= allowed()) break;
            if (!mayBe.test(each.segment)) continue;
            if (copied + each.bytes > Math.min(MOST_BYTES, most)) break;
            chosen.add(each.segment);
            copied += each.bytes;
            left -= segmentSize - each.bytes;
        }
        return chosen;
    }
}
