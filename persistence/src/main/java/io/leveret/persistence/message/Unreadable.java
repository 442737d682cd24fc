package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalCorruptedException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Segments that could not be emptied, so that it is not tried again and again. */
final class Unreadable {

    private static final long PAUSE = TimeUnit.MINUTES.toNanos(10);

    private final Journal journal;
    private final LongSupplier nanoTime;
    private final Set<Long> damaged = new HashSet<>(); // can never be emptied
    private final Map<Long, Long> avoidedUntil = new HashMap<>();

    Unreadable(Journal journal, LongSupplier nanoTime) {
        this.journal = journal;
        this.nanoTime = nanoTime;
    }

    boolean keeps(long segment) {
        Long until = avoidedUntil.get(segment);
        return damaged.contains(segment) || until != null && nanoTime.getAsLong() - until < 0;
    }

    /** Something that keeps the segment cannot be read, there or elsewhere. */
    void damaged(long segment, JournalCorruptedException reason) {
        damaged.add(segment);
        journal.quarantine(reason.segment());
    }

    /** It may work later. */
    void avoid(long segment) {
        avoidedUntil.put(segment, nanoTime.getAsLong() + PAUSE);
    }
}
