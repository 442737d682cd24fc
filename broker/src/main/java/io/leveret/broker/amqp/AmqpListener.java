package io.leveret.broker.amqp;

import io.leveret.engine.Broker;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts AMQP connections on one or more addresses, and sees them out when it closes. */
public final class AmqpListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AmqpListener.class);

    private static final Duration PATIENCE_WITH_CLIENTS = Duration.ofSeconds(3);
    private static final Duration PATIENCE_WITH_SOCKETS = Duration.ofSeconds(2);

    /** A socket that has this much to send takes no deliveries until it is down to the lower mark. */
    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final EventLoops loops;
    private final AmqpSettings settings;
    private final Logins logins;
    private final Broker broker;
    private final OpenConnections connections;

    /** Sockets that are no connections yet. */
    private final ChannelGroup antechamber = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final List<Channel> listening = new ArrayList<>();

    public AmqpListener(Broker broker, AmqpSettings settings, EventLoops loops, Alarms alarms) {
        this.broker = broker;
        this.loops = loops;
        this.settings = settings;
        this.logins = new Logins(broker.users());
        this.connections = new OpenConnections(SharedMemory.ofHeap(settings), SharedMemory.ofSockets(), alarms,
                new Strangers(Strangers.atMost(settings.limits().strangers()), new StrangersLog(loops.all().get(0))));
    }

    /**
     * Starts to listen.
     *
     * @param address  port 0 takes a free one
     * @param entrance what clients have to pass
     * @return the address with its port
     * @throws IOException when the address cannot be had
     */
    public InetSocketAddress bind(InetSocketAddress address, Entrance entrance) throws IOException {
        var bound = bootstrap(entrance).bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + NetUtil.toSocketAddressString(address) + ": "
                    + SocketFailure.describe(bound.cause()), bound.cause());
        }
        listening.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** How many clients are connected. */
    public int connectionCount() {
        return connections.count();
    }

    /** Stops accepting, tells every client why, and after a short while closes what is still open. */
    @Override
    public void close() {
        listening.forEach(socket -> socket.close().awaitUninterruptibly());
        listening.clear();
        antechamber.close();
        connections.closeAll("broker forced connection closure with reason 'shutdown'");
        logins.close();
        try {
            if (connections.awaitNone(PATIENCE_WITH_CLIENTS)) return;
            log.info("closing {} connections whose clients did not answer", connections.count());
            connections.abortAll();
            connections.awaitNone(PATIENCE_WITH_SOCKETS);
        } catch (InterruptedException e) {
            connections.abortAll();
            Thread.currentThread().interrupt();
        }
    }

    private ServerBootstrap bootstrap(Entrance entrance) {
        return new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNSENT)
                .childHandler(new AmqpPipeline(broker, logins, settings, loops, connections, entrance, antechamber));
    }
}
