package io.leveret.engine.loop;

import java.util.concurrent.Executor;

/**
 * One thread that runs tasks one after the other and owns the state of what lives on it. The launcher adapts Netty's
 * event loops; tests drive a loop by hand. A task never blocks.
 */
public interface Loop extends Executor {

    /** Runs the task on this loop after all that were left here before it; callable from any thread. */
    @Override
    void execute(Runnable task);

    /** Runs the task on this loop once {@code delayMillis} have passed. */
    Timer schedule(Runnable task, long delayMillis);

    /** Milliseconds since 1970, on a clock that is not set back while the process runs. */
    long millis();

    /**
     * When the machine went on the last time after it had been suspended, as {@link #millis} has it; 0 if it never was. What somebody
     * should have done meanwhile is not held against them.
     */
    default long resumedAt() {
        return 0;
    }

    /** Whether the caller is on this loop, and so may touch what lives here. */
    boolean isCurrent();

    /** A task that waits for its time. */
    interface Timer {
        /** Keeps the task from running, if it has not begun; called on the loop. */
        void cancel();
    }
}
