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

    PathFilter(HttpSettings settings) {
        this.settings = settings;
    }

    @PreMatching
    @RequestFilter
    HttpRequest<?> normalise(HttpRequest<?> request) {
        URI uri = request.getUri();
        String path = Paths.routed(uri.getRawPath(), settings.pathPrefix()).orElseThrow(ApiException::noSuchObject);
        if (path.equals(uri.getRawPath())) return request;
        String query = uri.getRawQuery();
        return request.mutate().uri(URI.create(query == null ? path : path + "?" + query));
    }
}
