package io.leveret.persistence.message;

import io.leveret.engine.view.StorageHealth;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.Segment;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal short: decides when there is a checkpoint, gives back the segments that nobody needs afterwards, and has
 * nearly empty ones emptied when they take too much room. Used by the background thread alone.
 */
final class Maintenance {

    private static final Logger log = LoggerFactory.getLogger(Maintenance.class);

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(30);
    private static final long STUCK = TimeUnit.MINUTES.toNanos(5);
    private static final long HURRIED_INTERVAL = TimeUnit.SECONDS.toNanos(2);

    /** A segment is free after two checkpoints. This often, what one frees are no more files than are kept for being used again. */
    private static final long MOST_JOURNAL = 256L << 20;

    /** So many files wait to be used again while less is written than they would do for. */
    private static final int MOST_UNUSED = 8;

    /** Checkpoints of very many messages are made less often: a twentieth of the time, an eighth of what is written. */
    private static final int PART_OF_TIME = 20;
    private static final int PART_OF_WRITING = 8;

    /** What a message takes in a checkpoint, as a rule. */
    private static final int MESSAGE = 8;

    /** A body may be referred to for so long after it was written; a little is added for the clocks. */
    private static final long LATE_REFERENCES = TimeUnit.MILLISECONDS.toNanos(SharedBody.LONGEST_WAIT_MILLIS + 1000);

    private final Journal journal;
    private final Checkpoints checkpoints;
    private final Collection<LoopStore> loops;
    private final Background background;
    private final Compaction compaction;
    private final long slack;
    private final LongSupplier nanoTime;
    private final LongSupplier millis;
    private final Map<Long, Long> fullSince = new TreeMap<>(); // segments, and when they were first seen to be full

    private final LargeParts parts;

    private volatile StorageHealth.Checkpoints last = StorageHealth.Checkpoints.NONE;
    private volatile long liveBytes;
    private BooleanSupplier lowDisk = () -> false;
    private boolean hurries;
    private boolean isMissing; // a checkpoint
    private boolean busy;
    private boolean failed; // the last time
    private boolean somethingToFree;
    private long toCopy = Long.MAX_VALUE; // of bytes, which waits for room
    private long complained;
    private long started;
    private long startedAt; // in the journal
    private final RecentUse recentUse;
    private int usedLately; // segments
    private long took;
    private long lastBytes;

    /** @param slack bytes that segments may take beyond a part of what is needed of them */
    Maintenance(Journal journal, Checkpoints checkpoints, Collection<LoopStore> loops, Background background, long slack,
                LongSupplier nanoTime, LongSupplier millis) {
        this.journal = journal;
        this.checkpoints = checkpoints;
        this.loops = loops;
        this.background = background;
        this.nanoTime = nanoTime;
        this.millis = millis;
        this.parts = new LargeParts(journal);
        this.slack = slack;
        this.compaction = new Compaction(journal, loops, background, nanoTime);
        started = nanoTime.getAsLong();
        complained = started;
        startedAt = checkpoints.newestFrom();
        recentUse = new RecentUse(INTERVAL, Lsn.segment(startedAt), started);
        noteFullSegments(started - LATE_REFERENCES); // nobody from before the start refers to anything
    }

    /** How many messages were copied so that segments could be freed. */
    long copied() {
        return compaction.messages();
    }

    /** Callable from any thread. */
    StorageHealth.Checkpoints checkpointsMade() {
        return last;
    }

    /** What was needed of the journal at the last checkpoint; callable from any thread. */
    long liveBytes() {
        return liveBytes;
    }

    /** Hurries while it is so. */
    void watchDisk(BooleanSupplier isLow) {
        lowDisk = isLow;
    }

    /** To be called every second or so. */
    void tick() {
        noteFullSegments(nanoTime.getAsLong());
        journal.noteReach();
        boolean isShort = lowDisk.getAsBoolean() || journal.isDiskFull();
        if (isShort && !hurries) somethingToFree = true; // perhaps: less is left alone from now on
        if (toCopy != Long.MAX_VALUE && toCopy <= journal.roomForCopies()) somethingToFree = true;
        hurries = isShort;
        compaction.hurry(hurries);
        checkpoints.useRoom(failed || journal.isDiskFull());
        if (!busy && !journal.isDiskFull()) keepRoom();
        if (checkpoints.forgetMissing()) {
            log.warn("checkpoints were deleted while in use: another one is made, as without any no start knows what to do without the beginning of the journal");
            isMissing = true;
        }
        if (!busy && (isMissing || isDue())) checkpoint();
        else if (busy) complainWhenStuck();
    }

    private void keepRoom() {
        long messages = journal.segments().stream().mapToLong(Segment::live).sum();
        try {
            checkpoints.keepRoom(Math.max(lastBytes, messages * MESSAGE));
        } catch (IOException e) {
            log.debug("no room can be kept for checkpoints", e);
        }
    }

    /** Most likely a transaction that nobody completes, or a loop that is stuck; until then no segment is freed. */
    private void complainWhenStuck() {
        long since = nanoTime.getAsLong() - Math.max(started, complained);
        if (since < STUCK) return;
        complained = nanoTime.getAsLong();
        log.warn("a checkpoint is not complete after {} s; until it is the journal grows",
                TimeUnit.NANOSECONDS.toSeconds(complained - started));
    }

    private boolean isDue() {
        long now = nanoTime.getAsLong();
        long durable = journal.durableLsn();
        boolean active = durable != startedAt || somethingToFree;
        if (active && now - started >= Math.max(hurries ? HURRIED_INTERVAL : INTERVAL, PART_OF_TIME * took)) return true;
        return durable - startedAt >= Math.max(MOST_JOURNAL, PART_OF_WRITING * lastBytes); // LSNs rise with bytes, nearly
    }

    /** Makes a checkpoint now, unless one is being made. */
    void checkpoint() {
        if (busy) return;
        busy = true;
        started = nanoTime.getAsLong();
        startedAt = journal.durableLsn();
        usedLately = recentUse.upTo(Lsn.segment(startedAt), started);
        noteFullSegments(started);
        Checkpointing.start(journal, checkpoints, loops, background, millis.getAsLong(), new Checkpointing.Outcome() {
            @Override
            public void completed(LiveSegments live, long bytes) {
                failed = false;
                isMissing = false;
                took = nanoTime.getAsLong() - started;
                lastBytes = bytes;
                last = new StorageHealth.Checkpoints(last.count() + 1, millis.getAsLong(), took, bytes);
                log.debug("checkpoint of {} bytes in {} ms", bytes, TimeUnit.NANOSECONDS.toMillis(took));
                try {
                    parts.addTo(live);
                    free(live);
                    compact(live);
                } catch (RuntimeException e) {
                    failed(e);
                }
            }

            @Override
            public void failed(Exception reason) {
                log.warn("a checkpoint failed, or freeing segments after it, and is tried again later; until then the journal is kept: {}",
                        reason.toString());
                log.debug("it failed here", reason);
                busy = false;
                failed = true;
                isMissing = false; // it goes its usual way
                checkpoints.useRoom(true);
                if (hurries) checkpoints.forgetOlder(); // there may be no room for a third one
            }
        });
    }

    /** Gives back what neither of the checkpoints needs for reading on, and no queue needs for its messages. */
    private void free(LiveSegments live) {
        somethingToFree = false;
        long neededFrom = Lsn.segment(checkpoints.neededFrom());
        long current = Lsn.segment(journal.durableLsn());
        for (Segment segment : journal.segments()) {
            if (live.isNeeded(segment.sequence())) continue;
            if (segment.holdsCopies()) {
                compaction.leave(segment);
                journal.release(segment); // no start reads it
            } else if (segment.sequence() >= current) {
                continue;
            } else if (segment.sequence() < neededFrom && isOld(segment)) {
                journal.release(segment);
                fullSince.remove(segment.sequence());
            } else {
                somethingToFree = true;
            }
        }
    }

    private void compact(LiveSegments live) {
        List<Segment> inUse = List.copyOf(journal.segments());
        Victims victims = new Victims(inUse.stream().map(Segment::sequence).toList(), live, journal.segmentSize(), hurries ? 0 : slack);
        liveBytes = victims.neededBytes();
        keepSpares(victims.sparesThatFit());
        long before = Lsn.segment(checkpoints.newestFrom());
        Set<Long> full = inUse.stream()
                .filter(segment -> segment.holdsCopies() ? !compaction.writesTo(segment) : segment.sequence() < before && isOld(segment))
                .map(Segment::sequence).collect(Collectors.toSet());
        LongPredicate canBe = segment -> full.contains(segment) && compaction.canEmpty(segment);
        List<Long> chosen = victims.choose(canBe, journal.roomForCopies());
        toCopy = Long.MAX_VALUE;
        if (chosen.isEmpty()) {
            busy = false;
            if (hurries) lookAgain(victims, canBe, full);
            return;
        }
        compaction.run(chosen, segment -> withPartsIn(segment, live), () -> {
            busy = false;
            started = nanoTime.getAsLong() - INTERVAL; // so that they are free soon
            somethingToFree = true;
        });
    }

    /** Nothing else may happen that would have somebody look: others can be emptied soon, or these when there is room for copies. */
    private void lookAgain(Victims victims, LongPredicate canBe, Set<Long> full) {
        long current = Lsn.segment(journal.durableLsn());
        somethingToFree |= victims.wants(segment -> segment < current && !full.contains(segment));
        toCopy = victims.leastToCopy(canBe);
    }

    /** Filling new files with zeros costs as much as writing them, so what was used lately is kept though it does not fit. */
    private void keepSpares(int thatFit) {
        int kept = hurries ? 0 : Math.max(Math.min(thatFit, MOST_UNUSED), usedLately);
        journal.keepSpares(kept);
        if (kept > thatFit) somethingToFree = true;
    }

    private List<Survivor> withPartsIn(long segment, LiveSegments live) {
        return live.large().stream()
                .filter(large -> Arrays.stream(parts.partsOf(large.location())).anyMatch(part -> Lsn.segment(part) == segment))
                .toList();
    }

    /** Whether no reference to something in it can have been missed. */
    private boolean isOld(Segment segment) {
        Long since = fullSince.get(segment.sequence());
        return since != null && started - since >= LATE_REFERENCES;
    }

    private void noteFullSegments(long now) {
        long current = Lsn.segment(journal.durableLsn());
        for (Segment segment : journal.segments()) {
            if (!segment.holdsCopies() && segment.sequence() < current) fullSince.putIfAbsent(segment.sequence(), now);
        }
    }
}
