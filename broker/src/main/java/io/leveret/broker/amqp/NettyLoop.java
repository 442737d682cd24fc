package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.loop.SteadyMillis;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An event loop of Netty's, as the engine sees it. */
final class NettyLoop implements Loop {

    private final EventExecutor executor;
    private volatile boolean isSilent;
    private final SteadyMillis clock = new SteadyMillis(Uptime.OF_THE_MACHINE);

    NettyLoop(EventExecutor executor) {
        this.executor = executor;
    }

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException stopped) {
            // The broker has stopped: what lived on this loop is gone, and a late answer to it has no reader.
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

    /** From now on no timer rings. */
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
