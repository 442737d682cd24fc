package io.leveret.broker.amqp;

import io.leveret.broker.tls.TlsPeer;
import io.leveret.engine.access.Origin;
import io.leveret.engine.view.TlsDetails;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** The socket of a connection, as far as the connection steers it. */
final class ClientSocket {

    private final Channel channel;
    private final Peer peer;
    private final String name;

    ClientSocket(Channel channel, Peer peer) {
        this.channel = channel;
        this.peer = peer;
        this.name = text(peer.address()) + " -> " + text(peer.local());
    }

    /** As RabbitMQ names connections: {@code 127.0.0.1:51234 -> 127.0.0.1:5672}. */
    String name() {
        return name;
    }

    /** The broker's address and the client's, or empty where there is none. */
    String host() {
        return host(peer.local());
    }

    String peerHost() {
        return host(peer.address());
    }

    int port() {
        return port(peer.local());
    }

    int peerPort() {
        return port(peer.address());
    }

    /** Where the client is, as far as clients are told apart that fail to log in. */
    Origin origin() {
        return Origin.of(peerHost());
    }

    /** The client has logged in. */
    void leave(Strangers strangers) {
        strangers.remove(channel);
    }

    boolean isFromLoopback() {
        return peer.isFromLoopback();
    }

    /** What is known of the client if it speaks TLS. */
    Optional<TlsPeer> tls() {
        return peer.tls();
    }

    Optional<TlsDetails> tlsDetails() {
        return peer.tls().map(TlsPeer::details);
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
            if (!written.isSuccess() || !(channel instanceof DuplexChannel duplex)) channel.close();
            else if (peer.tls().isEmpty()) duplex.shutdownOutput();
            else channel.pipeline().get(SslHandler.class).closeOutbound().addListener(told -> duplex.shutdownOutput());
        });
    }

    void close() {
        channel.close();
    }

    static String host(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? NetUtil.toAddressString(inet.getAddress()) : "";
    }

    private static int port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? NetUtil.toSocketAddressString(inet) : String.valueOf(address);
    }
}
