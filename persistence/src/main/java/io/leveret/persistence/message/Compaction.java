package io.leveret.persistence.message;

import io.leveret.persistence.journal.Copies;
import io.leveret.persistence.journal.ExpiringMessage;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.JournalProducer;
import io.leveret.persistence.journal.JournalReader;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.Place;
import io.leveret.persistence.journal.Segment;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what is left in nearly empty segments to segments of copies, so that the others can be freed; to where the log is
 * being written if there is no room for such a segment, or a message is very large. A message that several queues share is
 * copied once. A crash in between leaves two copies, of which the journal says which one counts: the later one, as if it had
 * been published again.
 */
final class Compaction {

    private static final Logger log = LoggerFactory.getLogger(Compaction.class);

    private static final long BYTES_AT_ONCE = 1 << 20;
    private static final int MESSAGES_AT_ONCE = 1000;

    /** Segments are looked through together while no more messages than that are left in them: each costs little then. */
    private static final int GATHERED_MESSAGES = 10 * MESSAGES_AT_ONCE;

    /** For a segment to be made ready; filling one with zeros may take a second. */
    private static final int MOST_WAITS = 100;
    private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(10);

    private final Journal journal;
    private final Collection<LoopStore> loops;
    private final Background background;
    private final LongSupplier nanoTime;
    private final CopyPace pace;
    private final Unreadable unreadable;
    private final JournalProducer producer;
    private final Copies copies;
    private final JournalReader reader;

    /** A message that is to leave a segment, which it need not stand in: a piece of its body does then. */
    private record Leaving(long segment, Survivor message) {
    }

    private final Deque<Long> segments = new ArrayDeque<>();
    private final Deque<Leaving> leaving = new ArrayDeque<>();
    private LongFunction<List<Survivor>> elsewhere;
    private Runnable whenDone;
    private boolean hurries;
    private int count; // of segments to be emptied
    private int waitsLeft;
    private long messages;
    private int unfinished;

    /** To be used on the background thread. */
    Compaction(Journal journal, Collection<LoopStore> loops, Background background, LongSupplier nanoTime) {
        this.journal = journal;
        this.loops = loops;
        this.background = background;
        this.nanoTime = nanoTime;
        this.pace = new CopyPace(journal, nanoTime);
        this.unreadable = new Unreadable(journal, nanoTime);
        this.producer = journal.producer(background, Nobody.LISTENS);
        this.copies = journal.copies();
        this.reader = journal.reader();
    }

    /**
     * Empties these segments.
     *
     * @param elsewhere messages that stand elsewhere but for pieces of their bodies
     */
    void run(Collection<Long> chosen, LongFunction<List<Survivor>> elsewhere, Runnable whenDone) {
        segments.addAll(chosen);
        count = chosen.size();
        this.elsewhere = elsewhere;
        this.whenDone = whenDone;
        pace.start();
        waitsLeft = MOST_WAITS;
        isReady(); // or will be soon
        nextSegments();
    }

    /** Whether it makes sense to try: what could not be read lately will keep the segment again. */
    boolean canEmpty(long segment) {
        return !unreadable.keeps(segment);
    }

    /** Whether copies may still be written there. */
    boolean writesTo(Segment segment) {
        return copies.writesTo(segment);
    }

    /** The segment will be freed, whoever has written there. */
    void leave(Segment unneeded) {
        if (writesTo(unneeded)) copies.end();
    }

    /** Whether room on the disk is worth more than that nobody notices: then no segment is begun for copies alone. */
    void hurry(boolean whetherItDoes) {
        hurries = whetherItDoes;
        if (hurries) copies.end();
    }

    /** How many messages have been copied since the start. */
    long messages() {
        return messages;
    }

    private void nextSegments() {
        if (segments.isEmpty()) {
            log.debug("emptied {} segments in {} ms, copied {} bytes of messages", count, pace.millis(), pace.copied());
            whenDone.run();
            return;
        }
        Set<Long> together = together();
        SegmentSurvivors.find(together, loops, background, found -> {
            for (Survivor each : found) leaving.add(new Leaving(Location.segment(each.location()), each));
            for (long segment : together) {
                for (Survivor each : elsewhere.apply(segment)) leaving.add(new Leaving(segment, each));
            }
            nextBatch();
        });
    }

    /** The next one, and those behind it with few messages. */
    private Set<Long> together() {
        Set<Long> together = new LinkedHashSet<>();
        long gathered = 0;
        while (!segments.isEmpty()) {
            gathered += journal.segmentOf(Lsn.of(segments.peek(), 0)).map(Segment::live).orElse(0L);
            if (gathered > GATHERED_MESSAGES && !together.isEmpty()) break;
            together.add(segments.poll());
        }
        return together;
    }

    private void nextBatch() {
        if (!isReady()) {
            waitsLeft--;
            background.executeLater(this::nextBatch, WAIT);
            return;
        }
        Map<LoopStore, Moves> moves = copyNext();
        unfinished = moves.size();
        if (moves.isEmpty()) goOn();
        moves.forEach((store, ofLoop) -> store.loop().execute(() -> run(ofLoop)));
    }

    /** Where there is no room for a segment of their own copies stand in the log. */
    private boolean isReady() {
        return hurries || copies.isReady() || waitsLeft == 0 || journal.isDiskFull();
    }

    /** What is to follow, once the copies can be referred to. */
    private Map<LoopStore, Moves> copyNext() {
        Map<LoopStore, Moves> moves = new HashMap<>();
        Deque<Leaving> batch = new ArrayDeque<>();
        Place copy = null;
        int size = 0;
        long location = Location.NONE;
        long bytes = 0;
        while (!leaving.isEmpty() && bytes < BYTES_AT_ONCE && batch.size() < MESSAGES_AT_ONCE) {
            Leaving next = leaving.poll();
            batch.add(next);
            Survivor message = next.message;
            if (message.location() != location) {
                location = message.location();
                ExpiringMessage found = read(next);
                copy = found == null ? null : copyOf(found);
                size = found == null ? 0 : (int) found.message().body().size();
                bytes += size;
                messages++;
            }
            if (copy != null) moves.computeIfAbsent(message.store(), Moves::new).add(message, copy, size);
        }
        producer.flush();
        pace.copied(bytes);
        return isWritten(batch) ? moves : Map.of();
    }

    /** If not the messages stay where they are. */
    private boolean isWritten(Deque<Leaving> batch) {
        try {
            copies.write();
            return true;
        } catch (IOException | RuntimeException e) { // a bug must not keep the housekeeping busy for ever
            log.error("messages cannot be copied, and stay where they are", e);
            for (Leaving each : batch) unreadable.avoid(each.segment);
            return false;
        }
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
        if (leaving.isEmpty()) nextSegments();
        else background.executeLater(this::nextBatch, hurries ? 0 : pace.pause());
    }

    private Place copyOf(ExpiringMessage found) {
        Place copy = copies.add(found.message().time(), found.expiresAt(), found.message().message());
        return copy != null ? copy : producer.body(found.message().time(), found.expiresAt(), found.message().message());
    }

    /** Null if that is impossible: it stays where it is, and keeps the segment, which is left alone. */
    private ExpiringMessage read(Leaving next) {
        Survivor message = next.message;
        try {
            return reader.read(Location.lsn(message.location()), message.size());
        } catch (JournalCorruptedException e) {
            unreadable.damaged(next.segment, e);
            return unread(message, e);
        } catch (IOException | RuntimeException e) { // it may work again
            unreadable.avoid(next.segment);
            return unread(message, e);
        }
    }

    private static ExpiringMessage unread(Survivor message, Exception reason) {
        log.error("message {} of queue {} cannot be copied, at {}: {}", message.position(), message.queue().id(),
                Location.describe(message.location()), reason.toString());
        return null;
    }
}
