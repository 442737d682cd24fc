package io.leveret.perf.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Opens connections to one broker, on a few event loops in turn. */
public final class Connector implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final long PATIENCE_MILLIS = 2_000;
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private final AmqpUri uri;
    private final Optional<Tls> tls;
    private final int frameMax;
    private final LongSupplier clock;
    private final Consumer<String> notes;
    private final MultiThreadIoEventLoopGroup group;
    private final List<EventLoop> loops = new ArrayList<>();
    private int next;

    /**
     * @param frameMax the largest frame to ask for, 0 for the broker's
     * @param notes    gets what the user may want to know
     */
    public Connector(AmqpUri uri, Optional<Tls> tls, int threads, int frameMax, LongSupplier clock, Consumer<String> notes) {
        this.uri = uri;
        this.tls = tls;
        this.frameMax = frameMax;
        this.clock = clock;
        this.notes = notes;
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("perf-loop", true), io);
        for (EventExecutor executor : group) loops.add((EventLoop) executor);
    }

    public AmqpUri uri() {
        return uri;
    }

    public List<EventLoop> loops() {
        return List.copyOf(loops);
    }

    /** Opens a connection on the loop whose turn it is; for one thread. */
    public CompletableFuture<ClientConnection> open(Consumer<PerfException> whenLost) {
        return open(loops.get(next++ % loops.size()), whenLost);
    }

    /** @param whenLost told, once it is open, when it ends without having been closed */
    public CompletableFuture<ClientConnection> open(EventLoop loop, Consumer<PerfException> whenLost) {
        CompletableFuture<ClientConnection> result = new CompletableFuture<>();
        ChannelFuture connecting = new Bootstrap().group(loop)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(512, 4096, 256 * 1024))
                .handler(new ChannelInitializer<>() {
                    @Override protected void initChannel(Channel socket) {
                        tls.ifPresent(with -> socket.pipeline().addLast(with.handler(socket, uri)));
                        new ClientConnection(socket, uri, frameMax, clock, whenLost, notes).whenOpen().whenComplete((connection, trouble) -> {
                            if (trouble == null) result.complete(connection);
                            else result.completeExceptionally(trouble);
                        });
                    }
                }).connect(uri.host(), uri.port());
        connecting.addListener(done -> {
            if (!done.isSuccess()) result.completeExceptionally(Troubles.unreachable(uri, done.cause()));
        });
        return result;
    }

    @Override public void close() {
        group.shutdownGracefully(0, PATIENCE_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(PATIENCE_MILLIS);
    }
}
