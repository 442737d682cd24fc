package io.leveret.broker.amqp;

import io.leveret.engine.loop.Loop;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the broker: event loops that own connections and queues alike. Linux' epoll where its native library
 * loads, NIO elsewhere.
 */
public final class EventLoops implements AutoCloseable {

    private static final long QUIET_MILLIS = 0;
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long SETTLING_MILLIS = 500;

    /** How long a loop runs tasks before it looks at its sockets again; Netty's own second lets one busy queue starve the rest. */
    private static final long TASKS_MILLIS = 1;

    private final MultiThreadIoEventLoopGroup group;
    private final Class<? extends ServerChannel> serverChannel;
    private final Map<EventExecutor, Loop> loops = new IdentityHashMap<>();
    private final List<NettyLoop> inOrder = new ArrayList<>();
    private final AtomicInteger unfinished = new AtomicInteger();

    private EventLoops(int threads, IoHandlerFactory io, Class<? extends ServerChannel> serverChannel) {
        this.group = new Group(threads, io);
        this.serverChannel = serverChannel;
        for (EventExecutor executor : group) {
            NettyLoop loop = new NettyLoop(executor, unfinished);
            loops.put(executor, loop);
            inOrder.add(loop);
        }
    }

    /** Starts as many loops as threads are asked for. */
    public static EventLoops start(int threads) {
        return Epoll.isAvailable()
                ? new EventLoops(threads, EpollIoHandler.newFactory(), EpollServerSocketChannel.class)
                : new EventLoops(threads, NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    /** All of them, for queues that no connection has declared: those found at start. */
    public List<Loop> all() {
        return List.copyOf(inOrder);
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    Loop of(EventLoop eventLoop) {
        return loops.get(eventLoop);
    }

    static Gathering gathering(EventLoop eventLoop) {
        return ((Child) eventLoop).gathering;
    }

    /** Whether no thread does anything any more. */
    public boolean haveEnded() {
        return group.isTerminated();
    }

    /**
     * Lets nothing new begin, and waits a moment until what the loops have given each other to do is done: a transaction of
     * which a part is left undone would have the next start read the journal.
     */
    public void settle() {
        settle(SETTLING_MILLIS);
    }

    void settle(long millis) {
        inOrder.forEach(NettyLoop::silence);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        goRound(deadline); // a task that began before may have given others something that is not counted
        do goRound(deadline);
        while (unfinished.get() > 0 && System.nanoTime() < deadline);
    }

    /** Returns when each of them has done what it had to do by now, or at the deadline. */
    private void goRound(long deadline) {
        for (EventExecutor loop : group) {
            loop.submit(() -> { }).awaitUninterruptibly(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    /** Stops the threads; waits for them a moment. */
    @Override
    public void close() {
        group.shutdownGracefully(QUIET_MILLIS, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(PATIENCE_MILLIS);
    }

    private static final class Group extends MultiThreadIoEventLoopGroup {

        Group(int threads, IoHandlerFactory io) {
            super(threads, new DefaultThreadFactory("leveret-loop"), io);
        }

        @Override
        protected IoEventLoop newChild(Executor executor, IoHandlerFactory io, Object... none) {
            return new Child(this, executor, io, new Gathering(System.nanoTime()));
        }
    }

    private static final class Child extends SingleThreadIoEventLoop {

        private final Gathering gathering;

        Child(Group group, Executor executor, IoHandlerFactory io, Gathering gathering) {
            super(group, executor, loop -> new GatheringIo(io.newHandler(loop), gathering), Integer.MAX_VALUE,
                    RejectedExecutionHandlers.reject(), TASKS_MILLIS);
            this.gathering = gathering;
        }
    }
}
