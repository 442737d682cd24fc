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
        private long bytes;
    }

    private final Map<Long, Need> needs = new TreeMap<>();
    private final List<Survivor> large = new ArrayList<>();

    void add(LoopStore store, StoredQueue queue) {
        queue.index().forEachSegment(this::add);
        queue.index().forEachLarge((position, location, size) -> {
            if (location <= Location.NONE || Location.isScratch(location)) return;
            large.add(new Survivor(store, queue, position, location, size));
        });
    }

    /** A message that refers to what stands there, which its queue does not know yet. */
    void addPending(LoopStore store, StoredQueue queue, long position, long location) {
        if (!queue.index().contains(position)) return;
        long size = queue.index().sizeOf(position);
        add(Location.segment(location), 1, size);
        if (IndexEntry.isLarge(IndexEntry.pending(size))) large.add(new Survivor(store, queue, position, location, size));
    }

    void add(LiveSegments others) {
        others.needs.forEach((segment, need) -> add(segment, need.messages, need.bytes));
        large.addAll(others.large);
    }

    void add(long segment, long messages, long bytes) {
        if (Location.isScratchSegment(segment)) return;
        Need need = needs.computeIfAbsent(segment, unknown -> new Need());
        need.messages += messages;
        need.bytes += bytes;
    }

    /** Tells of each segment, and of how many messages. */
    void forEach(BiConsumer<Long, Long> visitor) {
        needs.forEach((segment, need) -> visitor.accept(segment, need.messages));
    }

    boolean isNeeded(long segment) {
        return needs.containsKey(segment);
    }

    /** Bytes of records that are needed, more or less; what several queues share counts for each. */
    long bytes(long segment) {
        Need need = needs.get(segment);
        return need == null ? 0 : need.bytes;
    }

    /** Messages that may stand in several segments. */
    List<Survivor> large() {
        return large;
    }
}
