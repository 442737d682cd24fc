package io.leveret.broker.amqp;

import io.leveret.broker.tls.TlsPeer;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/**
 * Who is at the other end of a socket.
 *
 * @param address        the client's, which is not the socket's when somebody stands in between
 * @param isFromLoopback whether it is a program on this machine
 * @param tls            empty where nothing is encrypted
 */
record Peer(SocketAddress address, boolean isFromLoopback, Optional<TlsPeer> tls) {

    /** Nobody is in between. */
    static Peer of(Channel socket) {
        SocketAddress address = socket.remoteAddress();
        return new Peer(address, !(address instanceof InetSocketAddress inet) || inet.getAddress().isLoopbackAddress(), Optional.empty());
    }

    Peer with(TlsPeer agreed) {
        return new Peer(address, isFromLoopback, Optional.of(agreed));
    }
}
