package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalCheck;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.JournalListener;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.ReplayReport;
import io.leveret.persistence.journal.ReplayRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
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
    private final LongFunction<String> names;
    private final Recovery recovery;
    private long told;

    private StoreOpening(LongSupplier nanoTime, LongFunction<String> names, Recovery recovery) {
        this.names = names;
        this.recovery = recovery;
        this.nanoTime = nanoTime;
        this.started = nanoTime.getAsLong();
        this.told = started;
    }

    static JournalStore open(StoreSources sources, boolean salvage, JournalListener listener) throws IOException {
        Checkpoints checkpoints = new Checkpoints(sources.checkpoints(), sources.spill());
        Optional<Checkpoints.Found> checkpoint = checkpoints.newest();
        StoreOpening opening = new StoreOpening(sources.nanoTime(), sources.names(),
                checkpoint.map(Checkpoints.Found::recovery).orElseGet(() -> new Recovery(sources.spill())));
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
        SortedMap<Long, MessageCounts> missing = new TreeMap<>();
        for (StoredQueue queue : recovery.queues()) {
            queue.index().forEachSegment((segment, messages) -> {
                if (journal.segmentOf(Lsn.of(segment, 0)).isPresent()) return;
                missing.computeIfAbsent(segment, unknown -> new MessageCounts(names)).add(queue.id(), messages);
            });
        }
        if (missing.isEmpty()) return;
        if (!salvage) {
            long first = missing.firstKey();
            throw new JournalCorruptedException(first, 0, "the segment is missing, and with it " + missing.get(first)
                    + "; of all segments " + missing.size() + " are missing");
        }
        missing.forEach((segment, messages) -> log.error("segment {} of the journal is missing, and with it {}", segment, messages));
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
        tellKnownDamage(journal);
        for (ReplayReport.Lost lost : report.lost()) {
            journal.quarantine(lost.segment());
            MessageCounts messages = messagesIn(lost);
            log.error("segment {} of the journal is damaged from {} to {} ({}): what stood there is lost{}", lost.segment(),
                    lost.from(), lost.to(), lost.reason(), messages.isEmpty() ? "" : ", of what a checkpoint knew of " + messages);
        }
        long messages = recovery.queues().stream().mapToLong(queue -> queue.index().count()).sum();
        long millis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - started);
        if (report.records() == 0 && messages == 0) return;
        log.info("{} messages are stored; {} records of the journal behind the checkpoint were read in {} ms", messages, report.records(), millis);
    }

    /** What was written after the checkpoint nobody knows. */
    private MessageCounts messagesIn(ReplayReport.Lost lost) {
        MessageCounts messages = new MessageCounts(names);
        for (StoredQueue queue : recovery.queues()) {
            queue.index().visitSegments(Set.of(lost.segment()), Long.MIN_VALUE, Integer.MAX_VALUE, (position, location, size) -> {
                int offset = Location.offset(location);
                if (offset >= lost.from() && offset < lost.to()) messages.add(queue.id(), 1);
            });
        }
        return messages;
    }

    /** A start does not read what it can do without: what an earlier process has found stays in mind. */
    private static void tellKnownDamage(Journal journal) {
        List<String> damaged = journal.damaged().stream().map(JournalCheck::fileOf).toList();
        if (damaged.isEmpty()) return;
        log.warn("known to be damaged, and kept for the messages in it that are whole: {}. What cannot be read is given up when it is to be delivered;"
                + " './leveret check' lists it while the broker is stopped", String.join(", ", damaged));
    }
}
