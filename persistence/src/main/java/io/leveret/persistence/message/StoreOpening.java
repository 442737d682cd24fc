package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.JournalListener;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.ReplayReport;
import io.leveret.persistence.journal.ReplayRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what is stored, and says so in the log when it takes a while or something is missing. */
final class StoreOpening {

    private static final Logger log = LoggerFactory.getLogger(StoreOpening.class);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int MEBIBYTE = 1 << 20;

    private final LongSupplier nanoTime;
    private final long started;
    private final Recovery recovery;
    private long told;

    private StoreOpening(LongSupplier nanoTime, Recovery recovery) {
        this.recovery = recovery;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.told = started;
    }

    static JournalStore open(StoreSources sources, boolean salvage, JournalListener listener) throws IOException {
        Checkpoints checkpoints = new Checkpoints(sources.checkpoints(), sources.spill());
        Optional<Checkpoints.Found> checkpoint = checkpoints.newest();
        StoreOpening opening =
                new StoreOpening(sources.nanoTime(), checkpoint.map(Checkpoints.Found::recovery).orElseGet(() -> new Recovery(sources.spill())));
        long from = checkpoint.map(found -> found.header().from()).orElse(Lsn.START);
        Journal journal =
                sources.journal().open(new ReplayRequest(from, salvage, opening.recovery, opening::progress), listener);
        try {
            opening.checkSegments(journal, salvage);
            opening.report(journal);
            if (salvage) opening.settleFor(journal, checkpoints, sources.millis().getAsLong());
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
        return new JournalStore(sources, journal, checkpoints, opening.recovery.queues(), salvage);
    }

    /** Segments that are older than what was read of the journal are looked at only now, and only whether they are there. */
    private void checkSegments(Journal journal, boolean salvage) throws IOException {
        Map<Long, Long> missing = new TreeMap<>();
        for (StoredQueue queue : recovery.queues()) {
            queue.index().forEachSegment((segment, messages) -> {
                if (journal.segmentOf(Lsn.of(segment, 0)).isEmpty()) missing.merge(segment, (long) messages, Long::sum);
            });
        }
        if (missing.isEmpty()) return;
        if (!salvage) {
            long first = missing.keySet().iterator().next();
            throw new JournalCorruptedException(first, 0, "the segment is missing, and with it " + missing.get(first)
                    + " messages; of all segments " + missing.size() + " are missing");
        }
        missing.forEach((segment, messages) -> log.error("segment {} of the journal is missing: {} messages are lost", segment, messages));
        for (StoredQueue queue : recovery.queues()) queue.index().removeSegments(missing.keySet());
    }

    /**
     * What was found is all there is, from now on: a later start reads it from this checkpoint, and never again what was
     * damaged. Before it is there nothing else happens; should this process be killed, salvaging is done once more.
     */
    private void settleFor(Journal journal, Checkpoints checkpoints, long now) throws IOException {
        checkpoints.useRoom(true);
        Checkpointing.of(recovery.queues(), checkpoints, journal.replayStart(), now);
        checkpoints.useRoom(false);
    }

    private void progress(long bytes, long ofBytes) {
        long now = nanoTime.getAsLong();
        if (now - told < SECOND || bytes == ofBytes) return;
        told = now;
        log.info("reading the journal: {} of {} MiB", bytes / MEBIBYTE, ofBytes / MEBIBYTE);
    }

    /** What is lost is said once: who looks later sees that it has been known. */
    private void report(Journal journal) {
        ReplayReport report = journal.replayed();
        for (ReplayReport.Lost lost : report.lost()) {
            journal.quarantine(lost.segment());
            log.error("segment {} of the journal is damaged from {} to {} ({}): what stood there is lost", lost.segment(),
                    lost.from(), lost.to(), lost.reason());
        }
        long messages = recovery.queues().stream().mapToLong(queue -> queue.index().count()).sum();
        long millis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - started);
        if (report.records() == 0 && messages == 0) return;
        log.info("{} messages are stored; {} records of the journal behind the checkpoint were read in {} ms", messages, report.records(), millis);
    }
}
