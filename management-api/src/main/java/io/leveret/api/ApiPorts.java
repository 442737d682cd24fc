package io.leveret.api;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the API is to be had.
 *
 * @param metrics where there are metrics alone, if that is to be had; they are beside the API in any case
 */
public record ApiPorts(InetSocketAddress api, Optional<InetSocketAddress> metrics, Optional<Secure> secureApi, Optional<Secure> secureMetrics) {

    /** @param handlers speak TLS with a client each */
    public record Secure(InetSocketAddress address, Function<ByteBufAllocator, ChannelHandler> handlers) {
    }

    Map<Integer, Function<ByteBufAllocator, ChannelHandler>> secured() {
        Map<Integer, Function<ByteBufAllocator, ChannelHandler>> handlers = new HashMap<>();
        Stream.of(secureApi, secureMetrics).flatMap(Optional::stream).forEach(each -> handlers.put(each.address().getPort(), each.handlers()));
        return handlers;
    }

    Set<Integer> ofMetricsAlone() {
        return Stream.concat(metrics.stream(), secureMetrics.stream().map(Secure::address)).map(InetSocketAddress::getPort).collect(Collectors.toSet());
    }
}
