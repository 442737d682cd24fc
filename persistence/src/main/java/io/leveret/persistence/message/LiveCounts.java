package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.Lsn;

/** Tells segments of the journal what has left them, gathered as long as it is the same one. Used by one thread at a time. */
final class LiveCounts implements SegmentUse {

    private static final long NONE = -1;

    private final Journal journal;
    private long sequence = NONE;
    private int messages;

    LiveCounts(Journal journal) {
        this.journal = journal;
    }

    @Override
    public void left(long segment, int count) {
        if (segment != sequence) {
            tell();
            sequence = segment;
        }
        messages += count;
    }

    /** Passes on what has been gathered. */
    void tell() {
        if (messages == 0) return;
        int left = messages;
        messages = 0;
        journal.segmentOf(Lsn.of(sequence, 0)).ifPresent(segment -> segment.settle(left));
    }
}
