package io.leveret.persistence.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What queues need of which segments of the journal, at some moment during a checkpoint. */
final class LiveSegments {

    private static final class Need {
        private long messages;
        private final DistinctBytes bytes;

        Need(int segmentSize) {
            bytes = new DistinctBytes(segmentSize);
        }
    }

    private final int segmentSize;
    private final Map<Long, Need> needs = new TreeMap<>();
    private final List<Survivor> large = new ArrayList<>();

    LiveSegments(int segmentSize) {
        this.segmentSize = segmentSize;
    }

    /** The queue's messages keep their segments; their bytes are told by {@link #seen}. */
    void add(LoopStore store, StoredQueue queue) {
        queue.index().forEachSegment(this::need);
        queue.index().forEachLarge((position, location, size) -> {
            if (location <= Location.NONE || Location.isScratch(location)) return;
            large.add(new Survivor(store, queue, position, location, size));
        });
    }

    /** A message that refers to what stands there, which its queue does not know yet. */
    void addPending(LoopStore store, StoredQueue queue, long position, long location) {
        if (!queue.index().contains(position)) return;
        long size = queue.index().sizeOf(position);
        need(Location.segment(location), 1);
        seen(location, size);
        if (IndexEntry.isLarge(IndexEntry.pending(size))) large.add(new Survivor(store, queue, position, location, size));
    }

    void add(LiveSegments others) {
        others.needs.forEach((segment, need) -> {
            Need mine = of(segment);
            mine.messages += need.messages;
            mine.bytes.add(need.bytes);
        });
        large.addAll(others.large);
    }

    /** So many places in queues keep the segment. */
    void need(long segment, long messages) {
        if (!Location.isScratchSegment(segment)) of(segment).messages += messages;
    }

    /** A message of that size stands there, unless it is large; may be told for every queue that shares it. */
    void seen(long location, long size) {
        if (!Location.isScratch(location) && !IndexEntry.isLargeSize(size)) stands(location, size);
    }

    /** A message stands there, or a piece of one. */
    void stands(long location, long size) {
        of(Location.segment(location)).bytes.add(Location.offset(location), IndexEntry.bytesOnDisk(size));
    }

    private Need of(long segment) {
        return needs.computeIfAbsent(segment, unknown -> new Need(segmentSize));
    }

    /** Tells of each segment, and of how many messages. */
    void forEach(BiConsumer<Long, Long> visitor) {
        needs.forEach((segment, need) -> {
            if (need.messages > 0) visitor.accept(segment, need.messages);
        });
    }

    boolean isNeeded(long segment) {
        Need need = needs.get(segment);
        return need != null && need.messages > 0;
    }

    /** Bytes of records that are needed, more or less; what several queues share counts once. */
    long bytes(long segment) {
        Need need = needs.get(segment);
        return need == null ? 0 : need.bytes.sum();
    }

    /** Messages that may stand in several segments. */
    List<Survivor> large() {
        return large;
    }
}
