package io.leveret.api.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.URI;
import java.util.Optional;

/** Before a route is looked for. */
@ServerFilter("/**")
final class PathFilter {

    /** Where the connection is kept: what comes after this filter knows only of the request. */
    private static final String CHANNEL = "leveret.channel";

    private final HttpSettings settings;
    private final MetricsPort metrics;

    PathFilter(HttpSettings settings, MetricsPort metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    @PreMatching
    @RequestFilter
    HttpRequest<?> normalise(HttpRequest<?> request) {
        if (request instanceof NettyHttpRequest<?> netty) request.setAttribute(CHANNEL, netty.getChannelHandlerContext().channel());
        URI uri = request.getUri();
        boolean onlyMetrics = metrics.numbers().contains(request.getServerAddress().getPort());
        String path = Paths.routed(uri.getRawPath(), onlyMetrics ? "" : settings.pathPrefix()).orElseThrow(ApiException::noSuchObject);
        if (onlyMetrics && !MetricsPort.offers(path)) throw ApiException.noSuchObject();
        if (path.equals(uri.getRawPath())) return request;
        String query = uri.getRawQuery();
        return request.mutate().uri(URI.create(query == null ? path : path + "?" + query));
    }

    /**
     * Has something done when it is asked for, or when the connection of the request ends before that.
     *
     * @return to ask for it
     */
    static Runnable atTheLatestWhenClosed(HttpRequest<?> request, Runnable task) {
        Optional<Channel> channel = request.getAttribute(CHANNEL, Channel.class);
        if (channel.isEmpty()) return task;
        ChannelFutureListener closed = connection -> task.run();
        channel.get().closeFuture().addListener(closed);
        return () -> {
            channel.get().closeFuture().removeListener(closed); // there may be many requests
            task.run();
        };
    }
}
