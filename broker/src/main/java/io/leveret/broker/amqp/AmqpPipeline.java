package io.leveret.broker.amqp;

import io.leveret.engine.Broker;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/** Sets up an accepted socket: the handlers its bytes pass, in order, and the connection behind them. */
final class AmqpPipeline extends ChannelInitializer<Channel> {

    private final Broker broker;
    private final Logins logins;
    private final AmqpSettings settings;
    private final EventLoops loops;
    private final OpenConnections connections;

    AmqpPipeline(Broker broker, Logins logins, AmqpSettings settings, EventLoops loops, OpenConnections connections) {
        this.broker = broker;
        this.logins = logins;
        this.settings = settings;
        this.loops = loops;
        this.connections = connections;
    }

    @Override
    protected void initChannel(Channel socket) {
        AmqpConnection connection =
                new AmqpConnection(socket, loops.of(socket.eventLoop()), settings, broker, logins, connections);
        socket.pipeline().addLast(connection.reader());
    }
}
