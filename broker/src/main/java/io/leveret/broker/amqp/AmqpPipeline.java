package io.leveret.broker.amqp;

import io.leveret.broker.tls.ServerTls;
import io.leveret.engine.Broker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;

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
        connections.strangers().add(socket);
        if (entrance.isOpen()) {
            enter(socket, Peer.of(socket));
            return;
        }
        antechamber.add(socket);
        entrance.proxies().ifPresentOrElse(trusted -> identify(socket, trusted), () -> pass(socket, Peer.of(socket)));
    }

    private void identify(Channel socket, TrustedSources trusted) {
        if (trusted.contain(socket.remoteAddress())) {
            socket.pipeline().addLast(ProxyGate.decoder())
                    .addLast(new ProxyGate(settings.handshakeTimeout().toMillis(), log(), peer -> {
                        connections.strangers().move(socket, peer);
                        pass(socket, peer);
                    }));
        } else {
            log().warn("connection {} -> {} refused: not from a proxy that is trusted", ClientSocket.text(socket.remoteAddress()),
                    ClientSocket.text(socket.localAddress()));
            socket.close();
        }
    }

    private void pass(Channel socket, Peer peer) {
        entrance.tls().ifPresentOrElse(tls -> secure(socket, tls, peer), () -> enter(socket, peer));
    }

    private void secure(Channel socket, ServerTls tls, Peer peer) {
        socket.pipeline().addLast(tls.newHandler(socket.alloc())).addLast(new TlsGate(tls, peer, log(), secured -> enter(socket, secured)));
    }

    private StrangersLog log() {
        return connections.strangers().log();
    }

    private void enter(Channel socket, Peer peer) {
        if (!entrance.isOpen()) antechamber.remove(socket);
        AmqpConnection connection =
                new AmqpConnection(socket, peer, loops.of(socket.eventLoop()), EventLoops.gathering(socket.eventLoop()),
                        settings, broker, logins, connections);
        socket.pipeline().addLast(connection.reader());
    }
}
