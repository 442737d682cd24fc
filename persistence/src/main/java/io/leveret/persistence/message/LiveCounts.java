package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.Lsn;

/** Tells segments what has left them, those of the journal gathered as long as it is the same one. Used by one thread at a time. */
final class LiveCounts implements SegmentUse {

    private static final long NONE = -1;

    private final Journal journal;
    private final SegmentUse scratch;
    private long sequence = NONE;
    private int messages;

    LiveCounts(Journal journal, SegmentUse scratch) {
        this.journal = journal;
        this.scratch = scratch;
    }

    @Override
    public void left(long segment, int count) {
        if (Location.isScratchSegment(segment)) {
            scratch.left(segment, count);
            return;
        }
        if (segment != sequence) {
            tell();
            sequence = segment;
        }
        messages += count;
    }

    @Override
    public void leftLarge(long location) {
        if (Location.isScratch(location)) scratch.leftLarge(location);
        else left(Location.segment(location), 1);
    }

    /** Passes on what has been gathered. */
    void tell() {
        if (messages == 0) return;
        int left = messages;
        messages = 0;
        journal.segmentOf(Lsn.of(sequence, 0)).ifPresent(segment -> segment.settle(left));
    }
}
