package io.leveret.persistence.message;

import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.SegmentReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What a queue wants to have read. Made on its home loop, where it takes down where the messages stand and keeps these
 * segments from being used again; then it is a reader's until that has come to an end, and the home loop's again.
 */
final class ColdRead {

    /** Is told of a message that is damaged and still wanted. */
    interface Damage {
        void found(long queueId, long position, long location, JournalCorruptedException reason);
    }

    private final Executor home;
    private final long queueId;
    private final QueueIndex index;
    private final Consumer<List<ReadBack>> answer;
    private final long[] positions;
    private final long[] locations;
    private final long[] sizes;
    private final int count;
    private final long mostBytes;
    private final Map<Long, SegmentReader> segments = new HashMap<>();
    private SegmentReader latest; // asked for
    private long latestSegment;
    private final List<ReadBack> messages = new ArrayList<>();
    private final Map<Integer, JournalCorruptedException> damages = new HashMap<>(0);
    private Consumer<ColdRead> whenEnded = nobody -> { };
    private Throwable failure;
    private int attempts;

    ColdRead(Executor home, long queueId, QueueIndex index, long[] positions, long mostBytes, Consumer<List<ReadBack>> answer) {
        this.home = home;
        this.queueId = queueId;
        this.index = index;
        this.answer = answer;
        this.positions = positions;
        this.mostBytes = mostBytes;
        locations = new long[positions.length];
        sizes = new long[positions.length];
        int wanted = 0;
        for (long bytes = 0; wanted < positions.length && (wanted == 0 || bytes <= mostBytes); wanted++) {
            long entry = index.entryOf(positions[wanted]);
            locations[wanted] = index.location(entry);
            sizes[wanted] = IndexEntry.size(entry);
            bytes += sizes[wanted];
        }
        count = wanted;
    }

    /** The same once more, with messages where they stand now. */
    ColdRead again() {
        ColdRead next = new ColdRead(home, queueId, index, positions, mostBytes, answer);
        next.attempts = failure == null ? attempts : attempts + 1;
        return next;
    }

    /** Has the task run on the home loop when the reader has come to an end. */
    void whenEnded(Consumer<ColdRead> task) {
        whenEnded = task;
    }

    /** Keeps what is to be read where it is. */
    void hold(Journal journal, Journal scratch) {
        long last = -1;
        for (int i = 0; i < count; i++) {
            long segment = Location.segment(locations[i]);
            if (segment == last || locations[i] <= Location.NONE) continue;
            last = segment;
            if (segments.containsKey(segment)) continue;
            Journal source = Location.isScratch(locations[i]) ? scratch : journal;
            SegmentReader reader = source == null ? null : source.read(Lsn.segment(Location.lsn(locations[i])));
            if (reader != null) segments.put(segment, reader);
        }
    }

    long queueId() {
        return queueId;
    }

    int count() {
        return count;
    }

    long position(int index) {
        return positions[index];
    }

    /** As an index says it. */
    long location(int index) {
        return locations[index];
    }

    /** Of the body, nearly. */
    long size(int index) {
        return sizes[index];
    }

    /** Null if it is not there any more. */
    SegmentReader segment(int index) {
        long segment = Location.segment(locations[index]);
        if (latest == null || segment != latestSegment) {
            latestSegment = segment;
            latest = segments.get(segment);
        }
        return latest;
    }

    /** The message that comes next; false if it is too much, and the answer has to do without it. */
    boolean add(ReadBack message, long bytes) {
        if (!messages.isEmpty() && bytes > mostBytes) return false;
        messages.add(message);
        return true;
    }

    /** Of the message whose answer comes next. */
    void damaged(int index, JournalCorruptedException reason) {
        damages.put(index, reason);
    }

    /** The disk does not give what comes next. */
    void failed(Throwable reason) {
        failure = reason;
    }

    /** The reader's last word. */
    void end() {
        segments.values().forEach(SegmentReader::close);
        home.execute(() -> whenEnded.accept(this));
    }

    // ---- on the home loop again

    /** How often the same has failed before. */
    int attempts() {
        return attempts;
    }

    /** Why nothing more was read, or null. */
    Throwable failure() {
        return failure;
    }

    /**
     * Answers, unless there is nothing to answer with. What was damaged counts only if it is wanted where it was: it may
     * have left the queue meanwhile, or have moved, and what stands there now is something else.
     */
    boolean answer(Damage damage) {
        int good = 0;
        for (; good < messages.size(); good++) {
            JournalCorruptedException reason = damages.get(good);
            if (reason == null) continue;
            long now = index.locationOf(positions[good]);
            if (now == locations[good]) damage.found(queueId, positions[good], now, reason);
            else if (now != Location.NONE) break;
        }
        if (good == 0) return false;
        answer.accept(withReturns(messages.subList(0, good)));
        return true;
    }

    /** How often they came back is not in the records. */
    private List<ReadBack> withReturns(List<ReadBack> read) {
        read.replaceAll(message -> {
            int failures = index.failuresOf(message.position());
            int acquisitions = index.acquisitionsOf(message.position());
            return failures == 0 && acquisitions == 0 ? message : message.returned(failures, acquisitions);
        });
        return read;
    }
}
