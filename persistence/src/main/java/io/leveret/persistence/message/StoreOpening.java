package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalListener;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.ReplayReport;
import io.leveret.persistence.journal.ReplayRequest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what is stored, and says so in the log when it takes a while or something is missing. */
final class StoreOpening {

    /** Opens the journal, which reads what it holds. */
    interface Source {
        Journal open(ReplayRequest request, JournalListener listener) throws IOException;
    }

    private static final Logger log = LoggerFactory.getLogger(StoreOpening.class);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int MEBIBYTE = 1 << 20;

    private final LongSupplier nanoTime;
    private final long started;
    private final Recovery recovery = new Recovery();
    private long told;

    private StoreOpening(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.told = started;
    }

    static JournalStore open(Source source, ScratchStore scratch, ReaderThreads threads, boolean salvage,
                             JournalListener listener, LongSupplier nanoTime) throws IOException {
        StoreOpening opening = new StoreOpening(nanoTime);
        ReplayRequest request = new ReplayRequest(Lsn.START, salvage, opening.recovery, opening::progress);
        Journal journal = source.open(request, listener);
        opening.report(journal.replayed());
        return new JournalStore(journal, opening.recovery.queues(), scratch, threads);
    }

    private void progress(long bytes, long ofBytes) {
        long now = nanoTime.getAsLong();
        if (now - told < SECOND || bytes == ofBytes) return;
        told = now;
        log.info("reading the journal: {} of {} MiB", bytes / MEBIBYTE, ofBytes / MEBIBYTE);
    }

    private void report(ReplayReport report) {
        for (ReplayReport.Lost lost : report.lost()) {
            log.error("segment {} of the journal is damaged from {} to {} ({}): what stood there is lost", lost.segment(),
                    lost.from(), lost.to(), lost.reason());
        }
        long messages = recovery.queues().stream().mapToLong(queue -> queue.index().count()).sum();
        long millis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - started);
        if (report.records() == 0) return;
        log.info("read {} records of the journal in {} ms, {} messages are stored", report.records(), millis, messages);
    }
}
