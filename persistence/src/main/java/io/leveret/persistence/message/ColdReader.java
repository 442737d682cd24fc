package io.leveret.persistence.message;

import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.Journal;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings messages back into the heap, for all queues. */
final class ColdReader {

    private static final Logger log = LoggerFactory.getLogger(ColdReader.class);

    private static final int BLOCK_BITS = 18;
    private static final long MOST_CACHED = 64L << 20;
    private static final int LOGGED_EACH = 100;
    private static final int LOGGED_AFTERWARDS = 1000;

    private final Journal journal;
    private final Supplier<Journal> scratch;
    private final ReaderThreads threads;
    private final ThreadLocal<RecordFetcher> fetchers;
    private final AtomicLong damaged = new AtomicLong();

    /** @param scratch null for as long as there is none */
    ColdReader(Journal journal, Supplier<Journal> scratch, ReaderThreads threads) {
        this(journal, scratch, threads, new BlockCache(BLOCK_BITS, MOST_CACHED));
    }

    ColdReader(Journal journal, Supplier<Journal> scratch, ReaderThreads threads, BlockCache cache) {
        this.journal = journal;
        this.scratch = scratch;
        this.threads = threads;
        fetchers = ThreadLocal.withInitial(() -> new RecordFetcher(journal, scratch, cache, this::report));
    }

    /** Reads messages of a queue; to be called on its home loop, where the answer will come. */
    void read(Executor home, long queueId, QueueIndex index, long[] positions, long mostBytes,
              Consumer<List<ReadBack>> answer) {
        ColdRead read = new ColdRead(home, queueId, index, positions, mostBytes, answer);
        read.hold(journal, scratch.get());
        threads.execute(() -> fetchers.get().fetch(read, threads::areBusy));
    }

    /** How many messages could not be read. */
    long damaged() {
        return damaged.get();
    }

    private void report(long queueId, long position, long location, Exception reason) {
        long count = damaged.incrementAndGet();
        if (count > LOGGED_EACH && count % LOGGED_AFTERWARDS > 0) return;
        log.error("message {} of queue {} cannot be read, number {} of such, at {}: {}", position, queueId, count,
                Location.describe(location), reason.toString());
    }
}
