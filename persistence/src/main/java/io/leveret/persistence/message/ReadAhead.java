package io.leveret.persistence.message;

import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.SegmentReader;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has blocks read before they are asked for, on a thread of its own: while messages are taken out of one block the disk
 * brings the next ones. For all reading threads.
 */
final class ReadAhead {

    private static final Logger log = LoggerFactory.getLogger(ReadAhead.class);

    private final Journal journal;
    private final Supplier<Journal> scratch;
    private final BlockCache cache;
    private final ReaderThreads threads;

    ReadAhead(Journal journal, Supplier<Journal> scratch, BlockCache cache, ReaderThreads threads) {
        this.journal = journal;
        this.scratch = scratch;
        this.cache = cache;
        this.threads = threads;
    }

    /** So many blocks behind the one with that location will be needed, as far as they are written. */
    void behind(long location, int blocks) {
        Journal source = Location.isScratch(location) ? scratch.get() : journal;
        long written = source.durableLsn();
        long next = location;
        for (int i = 0; i < blocks; i++) {
            next = nextBlock(source, next);
            if (next == Location.NONE || Location.lsn(next) + cache.blockSize() > written) return;
            if (!cache.contains(next) && !read(source, next)) return;
        }
    }

    /** In the segment, or at the beginning of the one that was written after it. */
    private long nextBlock(Journal source, long location) {
        long next = (location & -cache.blockSize()) + cache.blockSize();
        boolean isInside = Location.segment(next) == Location.segment(location) && Location.offset(next) < source.segmentSize();
        if (isInside) return next;
        long sequence = source.segmentAfter(Lsn.segment(Location.lsn(location))).orElse(0);
        if (sequence == 0) return Location.NONE;
        return Location.isScratch(location) ? Location.scratch(Lsn.of(sequence, 0)) : Lsn.of(sequence, 0);
    }

    /** Returns false when there is no room for more. */
    private boolean read(Journal source, long location) {
        Optional<BlockCache.Block> block = cache.reserveAhead(location);
        if (block.isEmpty()) return cache.contains(location);
        boolean taken = threads.executeAhead(() -> load(source, location, block.get()));
        if (!taken) cache.abandon(block.get());
        return taken;
    }

    private void load(Journal source, long location, BlockCache.Block block) {
        try (SegmentReader segment = source.read(Lsn.segment(Location.lsn(location)))) {
            if (segment == null) cache.abandon(block);
            else cache.load(block, segment, location);
        } catch (IOException | RuntimeException | Error e) { // whoever needs it will see it again
            log.debug("reading ahead failed", e);
        }
    }
}
