package io.leveret.persistence.message;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The few threads that wait for the disk, so that no event loop does; there while there is something to read. */
final class ReaderThreads implements Executor, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReaderThreads.class);

    private static final int THREADS = 2;
    private static final long IDLE_SECONDS = 30;
    private static final long LONGEST_CLOSE_SECONDS = 10;

    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), this::newThread);

    ReaderThreads() {
        threads.allowCoreThreadTimeOut(true);
    }

    private Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "cold-reader-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /** Whether tasks wait until a thread has time for them. */
    boolean areBusy() {
        return !threads.getQueue().isEmpty();
    }

    /** Lets them end what they were given. Never by interrupts: those would close the files under a reading thread. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) log.warn("reading messages takes too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
