package io.leveret.broker.tls;

import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;

/** The work of one client's handshake, as long as there is one: hellos of many who have left again would keep those who stay waiting. */
final class WantedTasks implements Executor {

    private final Executor executor;
    private SslHandler handler;

    WantedTasks(Executor executor) {
        this.executor = executor;
    }

    /** To be called before there is any work. */
    void of(SslHandler handler) {
        this.handler = handler;
    }

    @Override
    public void execute(Runnable task) {
        Future<?> handshake = handler.handshakeFuture();
        executor.execute(() -> {
            boolean isOver = handshake.isDone() && !handshake.isSuccess();
            if (!isOver) task.run();
        });
    }
}
