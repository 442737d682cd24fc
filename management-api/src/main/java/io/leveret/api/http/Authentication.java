package io.leveret.api.http;

import io.leveret.engine.Broker;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
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

    private static final int UNKNOWN_LENGTH = -1;

    /** Where it is kept what gives back the room for the body. */
    private static final String RELEASE = "leveret.release";

    private static final String LISTED_HOST = "X-Vhost";

    /** Where the request's caller is kept. */
    static final String CALLER = "leveret.caller";

    private final Broker broker;
    private final HttpSettings settings;
    private final Doorkeeper doorkeeper;
    private final BodyRoom room;

    Authentication(Broker broker, HttpSettings settings, Doorkeeper doorkeeper, BodyRoom room) {
        this.broker = broker;
        this.settings = settings;
        this.doorkeeper = doorkeeper;
        this.room = room;
    }

    /**
     * An answer instead of going on, which comes late when somebody seems to be guessing; nothing is an Optional, as the server takes
     * a null that comes late for the end of the request.
     */
    @RequestFilter
    @ExecuteOn(Workers.NAME)
    CompletionStage<Optional<HttpResponse<?>>> authenticate(HttpRequest<?> request) {
        if (request.getUri().getRawPath().equals(LOGIN)) requireShortBody(request);
        if (request.getMethod() == HttpMethod.OPTIONS || isOpen(request.getUri().getRawPath())) return pass();
        Optional<Credentials> credentials = request.getHeaders().get(HttpHeaders.AUTHORIZATION, String.class).flatMap(Credentials::ofHeader);
        if (credentials.isEmpty()) return answer(unknown());
        return doorkeeper.admit(credentials.get(), request.getRemoteAddress().getAddress()).thenCompose(user -> {
            if (user.isEmpty()) return answer(Answers.wrongPassword());
            request.setAttribute(CALLER, new Caller(broker, user.get(), request.getHeaders().get(LISTED_HOST, String.class)));
            return awaitRoom(request);
        });
    }

    /** For the body, which is not read before. It is given back with the answer, or with the end of the connection. */
    private CompletionStage<Optional<HttpResponse<?>>> awaitRoom(HttpRequest<?> request) {
        boolean isChunked = request.getHeaders().contains(HttpHeaders.TRANSFER_ENCODING);
        long bytes = isChunked ? UNKNOWN_LENGTH : Math.max(0, request.getContentLength());
        if (!BodyRoom.counts(bytes)) return pass();
        return room.admit(bytes).thenApply(release -> {
            request.setAttribute(RELEASE, PathFilter.atTheLatestWhenClosed(request, release));
            return Optional.empty();
        });
    }

    @ResponseFilter
    void release(HttpRequest<?> request) {
        request.getAttribute(RELEASE, Runnable.class).ifPresent(Runnable::run);
    }

    /** It is read before it is known who sends it: were it long, anybody could fill the memory with bodies that never end. */
    private static void requireShortBody(HttpRequest<?> request) {
        boolean isChunked = request.getHeaders().contains(HttpHeaders.TRANSFER_ENCODING);
        if (isChunked || request.getContentLength() > LONGEST_LOGIN) throw ApiException.badRequest(ErrorBodies.TOO_LONG);
    }

    private boolean isOpen(String path) {
        return OPEN.contains(path) || !settings.metricsNeedLogin() && MetricsPort.offers(path);
    }

    private static CompletionStage<Optional<HttpResponse<?>>> pass() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private static CompletionStage<Optional<HttpResponse<?>>> answer(HttpResponse<?> instead) {
        return CompletableFuture.completedFuture(Optional.of(instead));
    }

    private static HttpResponse<?> unknown() {
        return HttpResponse.unauthorized().header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"RabbitMQ Management\"");
    }
}
