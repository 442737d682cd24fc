package io.leveret.api.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.net.URI;

/** Before a route is looked for. */
@ServerFilter("/**")
final class PathFilter {

    private final HttpSettings settings;
    private final MetricsPort metrics;

    PathFilter(HttpSettings settings, MetricsPort metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    @PreMatching
    @RequestFilter
    HttpRequest<?> normalise(HttpRequest<?> request) {
        URI uri = request.getUri();
        boolean onlyMetrics = request.getServerAddress().getPort() == metrics.number();
        String path = Paths.routed(uri.getRawPath(), onlyMetrics ? "" : settings.pathPrefix()).orElseThrow(ApiException::noSuchObject);
        if (onlyMetrics && !MetricsPort.offers(path)) throw ApiException.noSuchObject();
        if (path.equals(uri.getRawPath())) return request;
        String query = uri.getRawQuery();
        return request.mutate().uri(URI.create(query == null ? path : path + "?" + query));
    }
}
