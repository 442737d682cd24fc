package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How fast messages are copied: so slowly that publishers do not notice. */
final class CopyPace {

    private static final long LEAST_BYTES_PER_SECOND = 64L << 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int PART_OF_WRITING = 4;

    private final Journal journal;
    private final LongSupplier nanoTime;
    private long started;
    private long startedAt;
    private long copied;

    CopyPace(Journal journal, LongSupplier nanoTime) {
        this.journal = journal;
        this.nanoTime = nanoTime;
    }

    void start() {
        started = nanoTime.getAsLong();
        startedAt = journal.durableLsn();
        copied = 0;
    }

    void copied(long bytes) {
        copied += bytes;
    }

    /** Since the start, in bytes. */
    long copied() {
        return copied;
    }

    /** Since the start. */
    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - started);
    }

    /** In nanoseconds, before there is more. */
    long pause() {
        long nanos = Math.max(1, nanoTime.getAsLong() - started);
        double written = (double) (journal.durableLsn() - startedAt) / nanos * NANOS_PER_SECOND; // LSNs rise with bytes, nearly
        double rate = Math.max(LEAST_BYTES_PER_SECOND, written / PART_OF_WRITING);
        return Math.max(0, (long) (copied / rate * NANOS_PER_SECOND) - nanos);
    }
}
