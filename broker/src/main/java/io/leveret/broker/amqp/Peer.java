package io.leveret.broker.amqp;

import io.leveret.broker.tls.TlsPeer;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * Who is at the other end of a socket.
 *
 * @param address        the client's, which is not the socket's when a proxy stands in between
 * @param local          where it connected to
 * @param isFromLoopback whether it is a program on this machine
 * @param tls            empty where nothing is encrypted
 */
record Peer(SocketAddress address, SocketAddress local, boolean isFromLoopback, Optional<TlsPeer> tls) {

    /** Nobody is in between. */
    static Peer of(Channel socket) {
        SocketAddress address = socket.remoteAddress();
        boolean isFromLoopback = !(address instanceof InetSocketAddress inet) || inet.getAddress().isLoopbackAddress();
        return new Peer(address, socket.localAddress(), isFromLoopback, Optional.empty());
    }

    Peer with(TlsPeer agreed) {
        return new Peer(address, local, isFromLoopback, Optional.of(agreed));
    }
}
