package io.leveret.persistence.message;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that makes checkpoints, frees segments and moves messages out of nearly empty ones. */
final class BackgroundThread implements Background {

    private static final Logger log = LoggerFactory.getLogger(BackgroundThread.class);

    private static final long LONGEST_CLOSE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, BackgroundThread::newThread);

    @Override
    public void everySecond(Runnable task) {
        thread.scheduleWithFixedDelay(() -> run(task), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void executeLater(Runnable task, long nanos) {
        if (!thread.isShutdown()) thread.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void execute(Runnable task) {
        if (!thread.isShutdown()) thread.execute(() -> run(task));
    }

    /** Never by interrupts: those would close the files it is writing. */
    @Override
    public void close() {
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.shutdown();
        thread.getQueue().clear();
        try {
            if (!thread.awaitTermination(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) log.warn("looking after the journal takes too long");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It keeps no process alive that could not open the store. */
    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "store-maintenance");
        thread.setDaemon(true);
        return thread;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) { // what comes next does not depend on it
            log.error("looking after the journal failed", e);
        }
    }
}
