package io.leveret.api.http;

import io.leveret.engine.Broker;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who is asking? Looks at name and password of every request, on the API's own threads as hashing takes a while. */
@ServerFilter({"/api/**", "/metrics/**"})
final class Authentication {

    private static final String LOGIN = "/api/login";
    private static final Set<String> OPEN = Set.of("/api/version", "/api/auth", LOGIN, "/api/openapi.yaml");

    /** A name and a password. */
    private static final long LONGEST_LOGIN = 8 << 10;

    private static final String LISTED_HOST = "X-Vhost";

    /** Where the request's caller is kept. */
    static final String CALLER = "leveret.caller";

    private final Broker broker;
    private final HttpSettings settings;
    private final Doorkeeper doorkeeper;

    Authentication(Broker broker, HttpSettings settings, Doorkeeper doorkeeper) {
        this.broker = broker;
        this.settings = settings;
        this.doorkeeper = doorkeeper;
    }

    /** An answer instead of going on, which comes late when somebody seems to be guessing. */
    @RequestFilter
    @ExecuteOn(Workers.NAME)
    CompletionStage<@Nullable HttpResponse<?>> authenticate(HttpRequest<?> request) {
        if (request.getUri().getRawPath().equals(LOGIN)) requireShortBody(request);
        if (request.getMethod() == HttpMethod.OPTIONS || isOpen(request.getUri().getRawPath())) return pass();
        Optional<Credentials> credentials = request.getHeaders().get(HttpHeaders.AUTHORIZATION, String.class).flatMap(Credentials::ofHeader);
        if (credentials.isEmpty()) return CompletableFuture.completedFuture(unknown());
        return doorkeeper.admit(credentials.get(), request.getRemoteAddress().getAddress()).thenApply(user -> {
            if (user.isEmpty()) return Answers.wrongPassword();
            request.setAttribute(CALLER, new Caller(broker, user.get(), request.getHeaders().get(LISTED_HOST, String.class)));
            return null;
        });
    }

    /** It is read before it is known who sends it: were it long, anybody could fill the memory with bodies that never end. */
    private static void requireShortBody(HttpRequest<?> request) {
        boolean isChunked = request.getHeaders().contains(HttpHeaders.TRANSFER_ENCODING);
        if (isChunked || request.getContentLength() > LONGEST_LOGIN) throw ApiException.badRequest(ErrorBodies.TOO_LONG);
    }

    private boolean isOpen(String path) {
        return OPEN.contains(path) || !settings.metricsNeedLogin() && MetricsPort.offers(path);
    }

    private static CompletionStage<@Nullable HttpResponse<?>> pass() {
        return CompletableFuture.completedFuture(null);
    }

    private static HttpResponse<?> unknown() {
        return HttpResponse.unauthorized().header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"RabbitMQ Management\"");
    }
}
