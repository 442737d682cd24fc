package io.leveret.persistence.message;

import io.leveret.persistence.journal.ExpiringMessage;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.JournalProducer;
import io.leveret.persistence.journal.JournalReader;
import io.leveret.persistence.journal.Place;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what is left in nearly empty segments to where the journal is being written, so that they can be freed. A message
 * that several queues share is copied once. A crash in between leaves two copies, of which the journal says which one
 * counts: the later one, as if it had been published again.
 */
final class Compaction {

    private static final Logger log = LoggerFactory.getLogger(Compaction.class);

    private static final long BYTES_AT_ONCE = 1 << 20;
    private static final int MESSAGES_AT_ONCE = 1000;
    private static final long LEAST_BYTES_PER_SECOND = 64L << 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int PART_OF_WRITING = 4;
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(10);

    private final Journal journal;
    private final Collection<LoopStore> loops;
    private final Background background;
    private final LongSupplier nanoTime;
    private final JournalProducer producer;
    private final JournalReader reader;

    private final Set<Long> damaged = new HashSet<>(); // segments that can never be emptied
    private final Map<Long, Long> avoidedUntil = new HashMap<>(); // others that could not be read
    private final Deque<Long> segments = new ArrayDeque<>();
    private final Deque<Survivor> survivors = new ArrayDeque<>();
    private LongFunction<List<Survivor>> elsewhere;
    private long emptied;
    private boolean hurries;
    private Runnable whenDone;
    private int count; // of segments to be emptied
    private long started;
    private long startedAt;
    private long copied;
    private long latestSize; // of what was copied last
    private long messages;
    private int unfinished;

    /** To be used on the background thread. */
    Compaction(Journal journal, Collection<LoopStore> loops, Background background, LongSupplier nanoTime) {
        this.journal = journal;
        this.loops = loops;
        this.background = background;
        this.nanoTime = nanoTime;
        this.producer = journal.producer(background, Nobody.LISTENS);
        this.reader = journal.reader();
    }

    /**
     * Empties these segments, one after the other.
     *
     * @param elsewhere messages that stand elsewhere but for pieces of their bodies
     */
    void run(Collection<Long> chosen, LongFunction<List<Survivor>> elsewhere, Runnable whenDone) {
        segments.addAll(chosen);
        count = chosen.size();
        this.elsewhere = elsewhere;
        this.whenDone = whenDone;
        started = nanoTime.getAsLong();
        startedAt = journal.durableLsn();
        copied = 0;
        nextSegment();
    }

    /** Whether it makes sense to try: what could not be read lately will keep the segment again. */
    boolean canEmpty(long segment) {
        Long until = avoidedUntil.get(segment);
        return !damaged.contains(segment) && (until == null || nanoTime.getAsLong() - until >= 0);
    }

    /** Whether room on the disk is worth more than that nobody notices. */
    void hurry(boolean whetherItDoes) {
        hurries = whetherItDoes;
    }

    /** How many messages have been copied since the start. */
    long messages() {
        return messages;
    }

    private void nextSegment() {
        if (segments.isEmpty()) {
            log.debug("emptied {} segments in {} ms, copied {} bytes of messages", count,
                    TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - started), copied);
            whenDone.run();
            return;
        }
        long segment = segments.poll();
        emptied = segment;
        SegmentSurvivors.find(segment, loops, background, found -> {
            survivors.addAll(found);
            survivors.addAll(elsewhere.apply(segment));
            nextBatch();
        });
    }

    private void nextBatch() {
        Map<LoopStore, Moves> moves = new HashMap<>();
        Place copy = null;
        int size = 0;
        long location = Location.NONE;
        long bytes = 0;
        for (int i = 0; !survivors.isEmpty() && bytes < BYTES_AT_ONCE && i < MESSAGES_AT_ONCE; i++) {
            Survivor message = survivors.poll();
            if (message.location() != location) {
                location = message.location();
                copy = copyOf(message);
                size = copy == null ? 0 : (int) latestSize;
                bytes += size;
                messages++;
            }
            if (copy != null) moves.computeIfAbsent(message.store(), Moves::new).add(message, copy, size);
        }
        producer.flush();
        copied += bytes;
        unfinished = moves.size();
        if (moves.isEmpty()) goOn();
        moves.forEach((store, ofLoop) -> store.loop().execute(() -> run(ofLoop)));
    }

    private void run(Moves moves) {
        Runnable done = () -> background.execute(this::batchDone);
        try {
            moves.run(done);
        } catch (RuntimeException e) { // else nothing would ever be copied again
            log.error("messages could not be moved", e);
            done.run();
        }
    }

    private void batchDone() {
        if (--unfinished == 0) goOn();
    }

    private void goOn() {
        if (survivors.isEmpty()) nextSegment();
        else background.executeLater(this::nextBatch, pause());
    }

    /** So long that publishers do not notice. */
    private long pause() {
        if (hurries) return 0;
        long nanos = Math.max(1, nanoTime.getAsLong() - started);
        double written = (double) (journal.durableLsn() - startedAt) / nanos * NANOS_PER_SECOND; // LSNs rise with bytes, nearly
        double rate = Math.max(LEAST_BYTES_PER_SECOND, written / PART_OF_WRITING);
        return Math.max(0, (long) (copied / rate * NANOS_PER_SECOND) - nanos);
    }

    /** Null if that is impossible: it stays where it is, and keeps the segment, which is left alone. */
    private Place copyOf(Survivor message) {
        try {
            ExpiringMessage found = reader.read(Location.lsn(message.location()), message.size());
            latestSize = found.message().body().size();
            return producer.body(found.message().time(), found.expiresAt(), found.message().message());
        } catch (JournalCorruptedException e) {
            damaged.add(emptied);
            journal.quarantine(e.segment());
            return unread(message, e);
        } catch (IOException | RuntimeException e) { // it may work again
            avoidedUntil.put(emptied, nanoTime.getAsLong() + PAUSE);
            return unread(message, e);
        }
    }

    private static Place unread(Survivor message, Exception reason) {
        log.error("message {} of queue {} cannot be copied, at {}: {}", message.position(), message.queue().id(),
                Location.describe(message.location()), reason.toString());
        return null;
    }
}
