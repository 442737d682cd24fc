package io.leveret.persistence.journal;

import java.io.IOException;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The segments in use, by sequence number. */
final class Segments {

    private final ConcurrentNavigableMap<Long, Segment> bySequence = new ConcurrentSkipListMap<>();

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

    void close() throws IOException {
        for (Segment segment : bySequence.values()) segment.close();
    }
}
