package io.leveret.persistence.journal;

import java.io.IOException;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** The segments in use, by sequence number. */
final class Segments {

    private static final int MOST_LOOKED_AT = 64;

    private final ConcurrentNavigableMap<Long, Segment> bySequence = new ConcurrentSkipListMap<>();
    private long lookedAt; // by whoever requires names

    void add(Segment segment) {
        bySequence.put(segment.sequence(), segment);
    }

    /** Null if it was freed. */
    Segment get(long sequence) {
        return bySequence.get(sequence);
    }

    OptionalLong after(long sequence) {
        Long next = bySequence.higherKey(sequence);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }

    Segment remove(long sequence) {
        return bySequence.remove(sequence);
    }

    Collection<Segment> all() {
        return bySequence.values();
    }

    void retain(long sequence, int refs) {
        Segment segment = bySequence.get(sequence);
        if (segment != null) segment.retain(refs);
    }

    /**
     * Looks at the one that is written, and at some of the others by turns.
     *
     * @param leave is told who is done with; one that is released meanwhile keeps its name until then
     */
    void requireNames(long durableLsn, Consumer<Segment> leave) throws LostFileException {
        requireName(bySequence.get(Lsn.segment(durableLsn)), durableLsn, leave);
        OptionalLong next = after(lookedAt);
        for (int i = 0; i < MOST_LOOKED_AT && next.isPresent(); i++) {
            lookedAt = next.getAsLong();
            requireName(bySequence.get(lookedAt), durableLsn, leave);
            next = after(lookedAt);
        }
        if (next.isEmpty()) lookedAt = 0;
    }

    private static void requireName(Segment segment, long durableLsn, Consumer<Segment> leave) throws LostFileException {
        if (segment == null || !segment.use()) return;
        try {
            segment.requireName(durableLsn);
        } finally {
            leave.accept(segment);
        }
    }

    void close() throws IOException {
        for (Segment segment : bySequence.values()) segment.close();
    }
}
