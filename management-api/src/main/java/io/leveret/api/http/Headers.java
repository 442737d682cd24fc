package io.leveret.api.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.Router;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What every answer says besides its body. */
@ServerFilter("/**")
final class Headers {

    /** In RabbitMQ's order. */
    private static final List<String> METHODS = List.of("HEAD", "GET", "PUT", "POST", "DELETE", "OPTIONS");

    private final HttpSettings settings;
    private final Router router;

    Headers(HttpSettings settings, Router router) {
        this.settings = settings;
        this.router = router;
    }

    @ResponseFilter
    void complete(HttpRequest<?> request, MutableHttpResponse<?> response) {
        unlessSaid(response, HttpHeaders.CACHE_CONTROL, "no-cache");
        response.header(HttpHeaders.VARY, "accept, accept-encoding, origin");
        unlessSaid(response, "Content-Security-Policy", "script-src 'self'; object-src 'self'; frame-ancestors 'self'");
        response.header("X-Content-Type-Options", "nosniff");
        response.header("X-Frame-Options", "SAMEORIGIN");
        unlessSaid(response, "Referrer-Policy", "same-origin");
        if (!settings.strictTransport().isZero()) {
            response.header("Strict-Transport-Security", "max-age=" + settings.strictTransport().toSeconds());
        }
        if (request.getMethod() == HttpMethod.OPTIONS || response.code() == HttpStatus.METHOD_NOT_ALLOWED.getCode()) {
            tellMethods(request, response);
        }
        request.getHeaders().get(HttpHeaders.ORIGIN, String.class).filter(this::mayAsk)
            .ifPresent(origin -> allow(request, response, origin));
    }

    private static void unlessSaid(MutableHttpResponse<?> response, String name, String value) {
        if (!response.getHeaders().contains(name)) response.header(name, value);
    }

    private void tellMethods(HttpRequest<?> request, MutableHttpResponse<?> response) {
        Set<String> routed = router.findAny(request).stream().map(match -> match.getRouteInfo().getHttpMethodName())
            .collect(Collectors.toCollection(TreeSet::new));
        if (routed.isEmpty()) return;
        routed.add("OPTIONS");
        if (request.getMethod() == HttpMethod.OPTIONS) response.status(HttpStatus.OK);
        response.getHeaders().remove(HttpHeaders.ALLOW);
        response.header(HttpHeaders.ALLOW, METHODS.stream().filter(routed::contains).collect(Collectors.joining(", ")));
    }

    private boolean mayAsk(String origin) {
        return settings.corsOrigins().contains(origin) || settings.corsOrigins().contains("*");
    }

    private void allow(HttpRequest<?> request, MutableHttpResponse<?> response, String origin) {
        response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        if (request.getMethod() != HttpMethod.OPTIONS) return;
        response.header(HttpHeaders.ACCESS_CONTROL_MAX_AGE, String.valueOf(settings.corsMaxAge().toSeconds()));
        String methods = response.getHeaders().get(HttpHeaders.ALLOW);
        if (methods != null) response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods);
        request.getHeaders().get(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS, String.class)
            .ifPresent(wanted -> response.header(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, wanted));
    }
}
