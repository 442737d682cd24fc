package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.Segment;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal short: decides when there is a checkpoint, and gives back the segments that nobody needs afterwards.
 * Used by the background thread alone.
 */
final class Maintenance {

    private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(30);
    private static final long MOST_JOURNAL = 1L << 30;

    /** Checkpoints of very many messages are made less often: a twentieth of the time, an eighth of what is written. */
    private static final int PART_OF_TIME = 20;
    private static final int PART_OF_WRITING = 8;

    /** A body may be referred to for so long after it was written; a little is added for the clocks. */
    private static final long LATE_REFERENCES = TimeUnit.MILLISECONDS.toNanos(SharedBody.LONGEST_WAIT_MILLIS + 1000);

    private final Journal journal;
    private final Checkpoints checkpoints;
    private final Collection<LoopStore> loops;
    private final Executor background;
    private final LongSupplier nanoTime;
    private final LongSupplier millis;
    private final Map<Long, Long> fullSince = new TreeMap<>(); // segments, and when they were first seen to be full

    private final LargeParts parts;

    private boolean busy;
    private boolean somethingToFree;
    private long started;
    private long startedAt; // in the journal
    private long took;
    private long lastBytes;

    Maintenance(Journal journal, Checkpoints checkpoints, Collection<LoopStore> loops, Executor background,
                LongSupplier nanoTime, LongSupplier millis) {
        this.journal = journal;
        this.checkpoints = checkpoints;
        this.loops = loops;
        this.background = background;
        this.nanoTime = nanoTime;
        this.millis = millis;
        this.parts = new LargeParts(journal);
        started = nanoTime.getAsLong();
        startedAt = checkpoints.newestFrom();
        noteFullSegments(started - LATE_REFERENCES); // nobody from before the start refers to anything
    }

    /** To be called every second or so. */
    void tick() {
        noteFullSegments(nanoTime.getAsLong());
        if (!busy && isDue()) checkpoint();
    }

    private boolean isDue() {
        long now = nanoTime.getAsLong();
        long durable = journal.durableLsn();
        boolean active = durable != startedAt || somethingToFree;
        if (active && now - started >= Math.max(INTERVAL, PART_OF_TIME * took)) return true;
        return durable - startedAt >= Math.max(MOST_JOURNAL, PART_OF_WRITING * lastBytes); // LSNs rise with bytes, nearly
    }

    /** Makes a checkpoint now, unless one is being made. */
    void checkpoint() {
        if (busy) return;
        busy = true;
        started = nanoTime.getAsLong();
        startedAt = journal.durableLsn();
        noteFullSegments(started);
        Checkpointing.start(journal, checkpoints, loops, background, millis.getAsLong(), new Checkpointing.Outcome() {
            @Override
            public void completed(LiveSegments live, long bytes) {
                took = nanoTime.getAsLong() - started;
                lastBytes = bytes;
                log.debug("checkpoint of {} bytes in {} ms", bytes, TimeUnit.NANOSECONDS.toMillis(took));
                parts.addTo(live);
                free(live);
                busy = false;
            }

            @Override
            public void failed(Exception reason) {
                log.warn("a checkpoint failed and is tried again later; until then the journal is kept", reason);
                busy = false;
            }
        });
    }

    /** Gives back what neither of the checkpoints needs for reading on, and no queue needs for its messages. */
    private void free(LiveSegments live) {
        somethingToFree = false;
        long neededFrom = Lsn.segment(checkpoints.neededFrom());
        long current = Lsn.segment(journal.durableLsn());
        for (Segment segment : journal.segments()) {
            if (segment.sequence() >= current || live.isNeeded(segment.sequence())) continue;
            if (segment.sequence() < neededFrom && isOld(segment)) {
                journal.release(segment);
                fullSince.remove(segment.sequence());
            } else {
                somethingToFree = true;
            }
        }
    }

    /** Whether no reference to something in it can have been missed. */
    private boolean isOld(Segment segment) {
        Long since = fullSince.get(segment.sequence());
        return since != null && started - since >= LATE_REFERENCES;
    }

    private void noteFullSegments(long now) {
        long current = Lsn.segment(journal.durableLsn());
        for (Segment segment : journal.segments()) {
            if (segment.sequence() < current) fullSince.putIfAbsent(segment.sequence(), now);
        }
    }
}
