package io.leveret.persistence.message;

import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalCorruptedException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages back into the heap, for all queues. A damaged one is given up, and its segment kept for whoever wants to
 * look at it; when the disk fails the read waits until it works again.
 */
final class ColdReader {

    private static final Logger log = LoggerFactory.getLogger(ColdReader.class);

    private static final int BLOCK_BITS = 18;
    private static final long MOST_CACHED = 64L << 20;
    private static final int LOGGED_EACH = 100;
    private static final int LOGGED_AFTERWARDS = 1000;
    private static final int MOST_KNOWN = 10_000;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    /** A message that was given up. */
    private record Lost(long queueId, long position) {
    }

    private final Journal journal;
    private final Supplier<Journal> scratch;
    private final ReaderThreads threads;
    private final Background background;
    private final LongFunction<String> names;
    private final ThreadLocal<RecordFetcher> fetchers;
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private final Set<Lost> lost = ConcurrentHashMap.newKeySet(); // as far as known: an answer may come when nobody wants it, and again

    /**
     * @param scratch null for as long as there is none
     * @param names   what a queue is called, by its id
     */
    ColdReader(Journal journal, Supplier<Journal> scratch, ReaderThreads threads, Background background, LongFunction<String> names) {
        this(journal, scratch, threads, background, names, new BlockCache(BLOCK_BITS, MOST_CACHED));
    }

    ColdReader(Journal journal, Supplier<Journal> scratch, ReaderThreads threads, Background background, LongFunction<String> names,
               BlockCache cache) {
        this.names = names;
        this.journal = journal;
        this.scratch = scratch;
        this.threads = threads;
        this.background = background;
        ReadAhead ahead = new ReadAhead(journal, scratch, cache, threads);
        fetchers = ThreadLocal.withInitial(() -> new RecordFetcher(journal, scratch, cache, ahead));
    }

    /** Reads messages of a queue; to be called on its home loop, where the answer will come. */
    void read(Executor home, long queueId, QueueIndex index, long[] positions, long mostBytes,
              Consumer<List<ReadBack>> answer) {
        start(home, new ColdRead(home, queueId, index, positions, mostBytes, answer));
    }

    private void start(Executor home, ColdRead read) {
        read.whenEnded(ended -> end(home, ended));
        read.hold(journal, scratch.get());
        try {
            threads.execute(() -> fetch(read));
        } catch (RejectedExecutionException | OutOfMemoryError e) { // the store is closed, or no thread is to be had
            read.failed(e);
            read.end();
        }
    }

    private void fetch(ColdRead read) {
        RecordFetcher fetcher;
        try {
            fetcher = fetchers.get();
        } catch (RuntimeException | Error e) { // there may be no memory for its buffers
            read.failed(e);
            read.end();
            return;
        }
        messages.addAndGet(fetcher.fetch(read));
    }

    private void end(Executor home, ColdRead read) {
        if (read.answer(this::report)) {
            if (read.attempts() > 0) log.info("messages of {} can be read again", names.apply(read.queueId()));
        } else if (read.failure() == null) {
            start(home, read.again());
        } else {
            if (read.attempts() == 0) tell(read);
            background.executeLater(() -> home.execute(() -> start(home, read.again())), PAUSE);
        }
    }

    /** Once; that it is tried each second is not worth a line each. */
    private void tell(ColdRead read) {
        log.error("message {} of {} cannot be read now, at {}: it is tried again until it works", read.position(0),
                names.apply(read.queueId()), Location.describe(read.location(0)), read.failure());
    }

    /** How many messages were brought back. */
    long messages() {
        return messages.get();
    }

    /** How many messages were damaged, and so are lost. */
    long damaged() {
        return damaged.get();
    }

    private void report(long queueId, long position, long location, JournalCorruptedException reason) {
        Journal source = Location.isScratch(location) ? scratch.get() : journal;
        if (source != null) source.quarantine(reason.segment());
        if (lost.size() < MOST_KNOWN && !lost.add(new Lost(queueId, position))) return;
        long count = damaged.incrementAndGet();
        if (count > LOGGED_EACH && count % LOGGED_AFTERWARDS > 0) return;
        log.error("message {} of {} is lost, number {} of such, at {}: {}", position, names.apply(queueId), count,
                Location.describe(location), reason.getMessage());
    }
}
