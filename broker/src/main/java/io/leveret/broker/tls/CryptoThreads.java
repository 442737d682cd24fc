package io.leveret.broker.tls;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where keys are agreed on, which takes a millisecond or more, so that no loop is held up by it. The threads are there only while they are
 * needed; a client has one task at a time.
 */
public final class CryptoThreads implements Executor, AutoCloseable {

    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), new DefaultThreadFactory("leveret-tls", true));

    public CryptoThreads() {
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /** To be called when nobody speaks TLS any more. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
