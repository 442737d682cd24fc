package io.leveret.broker;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;

/** An address as clients take it. */
final class AmqpUri {

    private AmqpUri() {}

    static URI of(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        boolean isV6 = address.getAddress() instanceof Inet6Address;
        return URI.create("amqp://" + (isV6 ? "[" + host + "]" : host) + ":" + address.getPort());
    }
}
