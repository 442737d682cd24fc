package io.leveret.persistence.message;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few threads that wait for the disk, so that no event loop does; there while there is something to read. One of them
 * reads what is likely to be asked for next.
 */
final class ReaderThreads implements Executor, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReaderThreads.class);

    private static final int THREADS = 2;
    private static final int MOST_AHEAD = 256;
    private static final long IDLE_SECONDS = 30;
    private static final long LONGEST_CLOSE_SECONDS = 10;

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), task -> newThread(task, "cold-reader-" + number.incrementAndGet()));
    private final ThreadPoolExecutor ahead = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_AHEAD), task -> newThread(task, "cold-read-ahead"));

    ReaderThreads() {
        threads.allowCoreThreadTimeOut(true);
        ahead.allowCoreThreadTimeOut(true);
    }

    private static Thread newThread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Has the task run soon, or not at all; in order. Returns whether it may be. */
    boolean executeAhead(Runnable task) {
        try {
            ahead.execute(task);
            return true;
        } catch (RejectedExecutionException | OutOfMemoryError e) { // whoever needs what it would have read reads it
            return false;
        }
    }

    /** Lets them end what they were given. Never by interrupts: those would close the files under a reading thread. */
    @Override
    public void close() {
        ahead.shutdown();
        threads.shutdown();
        try {
            boolean ended = threads.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)
                    && ahead.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS);
            if (!ended) log.warn("reading messages takes too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
