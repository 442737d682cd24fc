package io.leveret.broker.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** The socket of a connection, as far as the connection steers it. */
final class ClientSocket {

    private final Channel channel;
    private final String name;

    ClientSocket(Channel channel) {
        this.channel = channel;
        this.name = text(channel.remoteAddress()) + " -> " + text(channel.localAddress());
    }

    /** As RabbitMQ names connections: {@code 127.0.0.1:51234 -> 127.0.0.1:5672}. */
    String name() {
        return name;
    }

    /** The broker's address and the client's, or empty where there is none. */
    String host() {
        return host(channel.localAddress());
    }

    String peerHost() {
        return host(channel.remoteAddress());
    }

    int port() {
        return port(channel.localAddress());
    }

    int peerPort() {
        return port(channel.remoteAddress());
    }

    boolean isFromLoopback() {
        return !(channel.remoteAddress() instanceof InetSocketAddress peer) || peer.getAddress().isLoopbackAddress();
    }

    boolean isOpen() {
        return channel.isActive();
    }

    /** Has Netty read, or leave what comes to the kernel. */
    void read(boolean wanted) {
        channel.config().setAutoRead(wanted);
    }

    /** Sends the last bytes and tells the client that no more follow; what it still sends is for the reader to drop. */
    void finish(ByteBuf lastWords) {
        channel.writeAndFlush(lastWords).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess() && channel instanceof DuplexChannel duplex) duplex.shutdownOutput();
            else channel.close();
        });
    }

    void close() {
        channel.close();
    }

    private static String host(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? NetUtil.toAddressString(inet.getAddress()) : "";
    }

    private static int port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? NetUtil.toSocketAddressString(inet) : String.valueOf(address);
    }
}
