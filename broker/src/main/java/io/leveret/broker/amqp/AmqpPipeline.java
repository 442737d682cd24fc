package io.leveret.broker.amqp;

import io.leveret.broker.tls.ServerTls;
import io.leveret.engine.Broker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.ssl.SslHandler;

/** Sets up an accepted socket: the handlers its bytes pass, in order, and the connection behind them. */
final class AmqpPipeline extends ChannelInitializer<Channel> {

    private final Broker broker;
    private final Logins logins;
    private final AmqpSettings settings;
    private final EventLoops loops;
    private final OpenConnections connections;
    private final Entrance entrance;
    private final ChannelGroup antechamber;

    /** @param antechamber closes sockets that are no connections yet with the listener */
    AmqpPipeline(Broker broker, Logins logins, AmqpSettings settings, EventLoops loops, OpenConnections connections,
                 Entrance entrance, ChannelGroup antechamber) {
        this.broker = broker;
        this.logins = logins;
        this.settings = settings;
        this.loops = loops;
        this.connections = connections;
        this.entrance = entrance;
        this.antechamber = antechamber;
    }

    @Override
    protected void initChannel(Channel socket) {
        entrance.tls().ifPresentOrElse(tls -> secure(socket, tls, Peer.of(socket)), () -> enter(socket, Peer.of(socket)));
    }

    private void secure(Channel socket, ServerTls tls, Peer peer) {
        antechamber.add(socket);
        SslHandler handler = tls.newHandler(socket.alloc());
        socket.pipeline().addLast(handler).addLast(new TlsGate(tls, handler, peer, secured -> {
            antechamber.remove(socket);
            enter(socket, secured);
        }));
    }

    private void enter(Channel socket, Peer peer) {
        AmqpConnection connection =
                new AmqpConnection(socket, peer, loops.of(socket.eventLoop()), settings, broker, logins, connections);
        socket.pipeline().addLast(connection.reader());
    }
}
