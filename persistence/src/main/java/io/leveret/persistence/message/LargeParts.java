package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.JournalReader;
import io.leveret.persistence.journal.Lsn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the pieces of large bodies stand. Only the messages know, so they are asked, once each. */
final class LargeParts {

    private static final Logger log = LoggerFactory.getLogger(LargeParts.class);

    private final JournalReader reader;
    private Map<Long, long[]> known = new HashMap<>(); // by the location of the message

    LargeParts(Journal journal) {
        reader = journal.reader();
    }

    /** Counts the pieces of all large messages among what is needed. */
    void addTo(LiveSegments live) {
        Map<Long, long[]> seen = new HashMap<>();
        for (Survivor large : live.large()) {
            long[] parts = seen.computeIfAbsent(large.location(), this::partsOf);
            for (long part : parts) {
                live.need(Lsn.segment(part), 1);
                live.stands(part, large.size() / parts.length);
            }
            if (parts.length == 0) live.stands(large.location(), large.size());
        }
        known = seen;
    }

    /** Where the pieces of the body are of the message there; nothing if it has none. */
    long[] partsOf(long location) {
        long[] parts = known.get(location);
        if (parts != null) return parts;
        try {
            return reader.parts(Location.lsn(location));
        } catch (JournalCorruptedException e) { // whoever wants the message will not get it either
            log.warn("the message at {} cannot be read", Location.describe(location), e);
            return new long[0];
        } catch (IOException e) { // it may work again
            throw new UncheckedIOException(e);
        }
    }
}
