package io.leveret.api.http;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads that do what requests ask for: few, so that the API leaves the machine to the broker. */
@Factory
public final class Workers {

    /** What controllers and filters run on. */
    public static final String NAME = "management";

    /** What waits for a time, and then takes none. */
    static final String CLOCK = "management-clock";

    private static final Logger log = LoggerFactory.getLogger(Workers.class);

    private static final int THREADS = 8;
    private static final int MOST_WAITING = 1_000;
    private static final int IDLE_SECONDS = 30;

    private final AtomicInteger started = new AtomicInteger();

    /** What finds no room among those that wait is answered with 503, as is what comes when they are to stop. */
    @Singleton
    @Named(NAME)
    @Bean(preDestroy = "shutdown")
    ExecutorService workers() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING), this::thread);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Answers that come late on purpose need a thread only for as long as there are any. */
    @Singleton
    @Named(CLOCK)
    @Bean(preDestroy = "shutdownNow")
    ScheduledExecutorService clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "leveret-api-clock"));
        clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        return clock;
    }

    /** What they have been given is still done, if it does not take too long: what it needs may be gone then. */
    public static void stop(ExecutorService workers, Duration longest) {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) log.debug("requests are cut off by the end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread thread(Runnable task) {
        return daemon(task, "leveret-api-" + started.incrementAndGet());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
