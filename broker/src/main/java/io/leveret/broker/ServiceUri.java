package io.leveret.broker;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;

/** An address as clients take it. */
final class ServiceUri {

    private ServiceUri() {}

    static URI amqp(InetSocketAddress address) {
        return of("amqp", address);
    }

    static URI amqps(InetSocketAddress address) {
        return of("amqps", address);
    }

    static URI http(InetSocketAddress address) {
        return of("http", address);
    }

    static URI https(InetSocketAddress address) {
        return of("https", address);
    }

    private static URI of(String scheme, InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        boolean isV6 = address.getAddress() instanceof Inet6Address;
        return URI.create(scheme + "://" + (isV6 ? "[" + host + "]" : host) + ":" + address.getPort());
    }
}
