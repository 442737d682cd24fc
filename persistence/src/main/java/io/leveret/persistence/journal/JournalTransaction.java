package io.leveret.persistence.journal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Changes that several producers append in parts, of which a restart brings back all or none. The last part, which may be
 * empty, is appended when all others have been handed over.
 */
public final class JournalTransaction {

    private static final long UNKNOWN = Long.MAX_VALUE;

    private final long life;
    private final long id;
    private final AtomicInteger records = new AtomicInteger();
    private volatile long firstLsn = UNKNOWN; // written by the journal's writer

    JournalTransaction(long life, long id) {
        this.life = life;
        this.id = id;
    }

    long life() {
        return life;
    }

    /** Rises with every transaction that is begun. */
    public long id() {
        return id;
    }

    /** Counts one more record of it, and says how many there are. */
    int oneMore() {
        return records.incrementAndGet();
    }

    /** Nothing of it is in the journal yet. */
    boolean isEmpty() {
        return records.get() == 0;
    }

    /** Where it begins, or after everything. */
    long firstLsn() {
        return firstLsn;
    }

    void writtenAt(long lsn) {
        if (firstLsn == UNKNOWN) firstLsn = lsn;
    }
}
