package io.leveret.it.soak;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has steps done again and again at their times, until one fails or it is closed. A step that takes too long is not made up for. */
final class Clockwork implements AutoCloseable {
    private static final int THREADS = 12;
    private static final int PATIENCE_SECONDS = 60;

    /** What is done over and over again. */
    interface Step {
        void run() throws Exception;
    }

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final CompletableFuture<Void> failure = new CompletableFuture<>();

    void every(long millis, String name, Step step) {
        threads.scheduleWithFixedDelay(() -> run(name, step), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** What went wrong where nobody waits for it. */
    void fail(String name, Throwable cause) {
        failure.completeExceptionally(new AssertionError(name + ": " + cause, cause));
    }

    /** Returns when the time is over, or throws what a step has failed with. */
    void await(long millis) throws Exception {
        failure.copy().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS).get();
    }

    private void run(String name, Step step) {
        if (failure.isDone()) return;
        try {
            step.run();
        } catch (Exception | AssertionError e) {
            fail(name, e);
        }
    }

    /** Lets the steps under way come to their end. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) threads.shutdownNow();
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
