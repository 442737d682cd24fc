package io.leveret.persistence.message;

import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.Journal;
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
 * segments from being used again; then it is a reader's.
 */
final class ColdRead {

    private final Executor home;
    private final long queueId;
    private final Consumer<List<ReadBack>> answer;
    private final long[] positions;
    private final long[] locations;
    private final long[] sizes;
    private final int count;
    private final long mostBytes;
    private final Map<Long, SegmentReader> segments = new HashMap<>();
    private final List<ReadBack> messages = new ArrayList<>();

    ColdRead(Executor home, long queueId, QueueIndex index, long[] positions, long mostBytes, Consumer<List<ReadBack>> answer) {
        this.home = home;
        this.queueId = queueId;
        this.answer = answer;
        this.positions = positions;
        this.mostBytes = mostBytes;
        locations = new long[positions.length];
        sizes = new long[positions.length];
        int wanted = 0;
        for (long bytes = 0; wanted < positions.length && (wanted == 0 || bytes <= mostBytes); wanted++) {
            locations[wanted] = index.locationOf(positions[wanted]);
            sizes[wanted] = index.sizeOf(positions[wanted]);
            bytes += sizes[wanted];
        }
        count = wanted;
    }

    /** Keeps what is to be read where it is. */
    void hold(Journal journal, Journal scratch) {
        for (int i = 0; i < count; i++) {
            long segment = Location.segment(locations[i]);
            if (locations[i] <= Location.NONE || segments.containsKey(segment)) continue;
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
        return segments.get(Location.segment(locations[index]));
    }

    /** The message that comes next; false if it is too much, and the answer has to do without it. */
    boolean add(ReadBack message, long bytes) {
        if (!messages.isEmpty() && bytes > mostBytes) return false;
        messages.add(message);
        return true;
    }

    void answer() {
        segments.values().forEach(SegmentReader::close);
        home.execute(() -> answer.accept(messages));
    }
}
