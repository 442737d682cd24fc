package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.loop.SteadyMillis;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An event loop of Netty's, as the engine sees it. */
final class NettyLoop implements Loop {

    private final EventExecutor executor;
    private final AtomicInteger unfinished;
    private volatile boolean isSilent;
    private final SteadyMillis clock = new SteadyMillis(Uptime.OF_THE_MACHINE);

    /** @param unfinished counts, for all loops together, what they were given since they are silent and have not done */
    NettyLoop(EventExecutor executor, AtomicInteger unfinished) {
        this.executor = executor;
        this.unfinished = unfinished;
    }

    @Override
    public void execute(Runnable task) {
        if (isSilent) executeCounted(task);
        else tryExecute(task);
    }

    private void executeCounted(Runnable task) {
        unfinished.incrementAndGet();
        boolean taken = tryExecute(() -> {
            try {
                task.run();
            } finally {
                unfinished.decrementAndGet(); // what it gave to others has been counted by now
            }
        });
        if (!taken) unfinished.decrementAndGet();
    }

    private boolean tryExecute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException stopped) {
            return false; // the broker has stopped: what lived on this loop is gone, and a late answer to it has no reader
        }
    }

    @Override
    public Timer schedule(Runnable task, long delayMillis) {
        try {
            ScheduledFuture<?> scheduled = executor.schedule(() -> ring(task), delayMillis, TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException stopped) {
            return () -> { };
        }
    }

    private void ring(Runnable task) {
        if (!isSilent) task.run();
    }

    /** From now on no timer rings, and what is given to it counts as unfinished until it is done. */
    void silence() {
        isSilent = true;
    }

    @Override
    public long millis() {
        return clock.getAsLong();
    }

    @Override
    public long resumedAt() {
        return clock.resumedAt();
    }

    @Override
    public boolean isCurrent() {
        return executor.inEventLoop();
    }
}
