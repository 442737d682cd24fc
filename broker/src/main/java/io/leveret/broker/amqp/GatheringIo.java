package io.leveret.broker.amqp;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.concurrent.locks.LockSupport;

/** A loop's sockets, with a wait before it looks at them where that lets more {@linkplain Gathering come together}. */
final class GatheringIo implements IoHandler {

    private final IoHandler sockets;
    private final Gathering gathering;
    private final long longest;

    /** The loop's thread while it waits; others look. */
    private volatile Thread waiting;

    GatheringIo(IoHandler sockets, Gathering gathering) {
        this(sockets, gathering, Gathering.WAIT);
    }

    /** @param longest how long it waits, in nanoseconds */
    GatheringIo(IoHandler sockets, Gathering gathering, long longest) {
        this.sockets = sockets;
        this.gathering = gathering;
        this.longest = longest;
    }

    @Override
    public int run(IoHandlerContext turn) {
        long now = System.nanoTime();
        if (gathering.beginsToWait(now)) await(turn, now);
        return sockets.run(turn);
    }

    private void await(IoHandlerContext turn, long now) {
        waiting = Thread.currentThread();
        if (turn.canBlock()) LockSupport.parkNanos(this, Math.min(longest, turn.delayNanos(now)));
        waiting = null;
        if (System.nanoTime() - now < longest) gathering.calledAway();
    }

    /** Called by whoever has given the loop something to do. */
    @Override
    public void wakeup() {
        Thread thread = waiting;
        if (thread != null) LockSupport.unpark(thread);
        sockets.wakeup();
    }

    @Override
    public void initialize() {
        sockets.initialize();
    }

    @Override
    public void prepareToDestroy() {
        sockets.prepareToDestroy();
    }

    @Override
    public void destroy() {
        sockets.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return sockets.register(handle);
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return sockets.isCompatible(type);
    }
}
