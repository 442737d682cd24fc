package io.leveret.persistence.journal;

import java.io.IOException;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segments in use, by sequence number. */
final class Segments {

    private static final Logger log = LoggerFactory.getLogger(Segments.class);

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
     * Looks at the one that is written, and at some of the others by turns: until one has to be read.
     *
     * @param leave is told who is done with; one that is released meanwhile keeps its name until then
     */
    void requireNames(long durableLsn, Consumer<Segment> leave) throws LostFileException {
        requireName(bySequence.get(Lsn.segment(durableLsn)), durableLsn, leave);
        OptionalLong next = after(lookedAt);
        boolean hasRead = false;
        for (int i = 0; i < MOST_LOOKED_AT && next.isPresent() && !hasRead; i++) {
            lookedAt = next.getAsLong();
            hasRead = requireName(bySequence.get(lookedAt), durableLsn, leave);
            next = after(lookedAt);
        }
        if (next.isEmpty()) lookedAt = 0;
    }

    /** @return whether all of it had to be read */
    private boolean requireName(Segment segment, long durableLsn, Consumer<Segment> leave) throws LostFileException {
        if (segment == null || !segment.use()) return false;
        try {
            segment.requireName(durableLsn);
            if (!segment.isSettled(durableLsn)) return false;
            if (segment.end() == Segment.NOT_KNOWN) segment.endsAt(endOf(segment));
            return segment.requireContent();
        } finally {
            leave.accept(segment);
        }
    }

    /** The next segment of the log that has anything says where the log goes on from; it may be gone. */
    private int endOf(Segment segment) {
        if (segment.holdsCopies()) return Segment.NOT_KNOWN;
        GroupReader reader = new GroupReader();
        try {
            for (Segment next : bySequence.tailMap(segment.sequence(), false).values()) {
                GroupHeader first = next.holdsCopies() ? null : reader.use(next).headerAt(SegmentHeader.SIZE);
                if (first == null) continue;
                boolean isNext = Lsn.segment(first.durableLsn()) == segment.sequence();
                return isNext ? Lsn.offset(first.durableLsn()) : Segment.NOT_KNOWN;
            }
        } catch (IOException e) {
            log.debug("where segment {} ends cannot be told", segment.sequence(), e);
        }
        return Segment.NOT_KNOWN;
    }

    void close() throws IOException {
        for (Segment segment : bySequence.values()) segment.close();
    }
}
