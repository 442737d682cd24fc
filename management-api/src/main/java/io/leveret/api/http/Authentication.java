package io.leveret.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.engine.Broker;
import io.leveret.engine.access.User;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.InetAddress;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Who is asking? Looks at name and password of every request, on the API's own threads as hashing takes a while. */
@ServerFilter({"/api/**", "/metrics/**"})
final class Authentication {

    private static final String SCHEME = "basic ";
    private static final Set<String> OPEN = Set.of("/api/version", "/api/auth", "/api/openapi.yaml");

    /** Where the request's caller is kept. */
    static final String CALLER = "leveret.caller";

    private final Broker broker;
    private final HttpSettings settings;
    private final RecentLogins recent;
    private final LoginBrake brake = new LoginBrake(System::nanoTime);

    Authentication(Broker broker, HttpSettings settings) {
        this.broker = broker;
        this.settings = settings;
        this.recent = new RecentLogins(broker.users(), System::nanoTime);
    }

    /** An answer instead of going on, which comes late when somebody seems to be guessing. */
    @RequestFilter
    @ExecuteOn(Workers.NAME)
    CompletionStage<@Nullable HttpResponse<?>> authenticate(HttpRequest<?> request) {
        if (request.getMethod() == HttpMethod.OPTIONS || isOpen(request.getUri().getRawPath())) return pass();
        Optional<Credentials> credentials = request.getHeaders().get(HttpHeaders.AUTHORIZATION, String.class).flatMap(Authentication::read);
        if (credentials.isEmpty()) return CompletableFuture.completedFuture(unknown());
        InetAddress from = request.getRemoteAddress().getAddress();
        if (brake.isFull(from)) throw new ApiException(HttpStatus.TOO_MANY_REQUESTS, "too_many_requests", "Too many failed logins");
        Optional<User> user = recent.authenticate(credentials.get(), from.isLoopbackAddress());
        broker.loginCounts().attempted("http", from.getHostAddress(), credentials.get().user(), user.isPresent());
        if (user.isEmpty()) return refuse(from);
        brake.succeeded(from);
        Caller.requireAny(user.get());
        request.setAttribute(CALLER, new Caller(broker, user.get()));
        return pass();
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

    private CompletionStage<@Nullable HttpResponse<?>> refuse(InetAddress from) {
        long millis = brake.failed(from);
        Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> {
            brake.answered(from);
            return Answers.error(HttpStatus.UNAUTHORIZED, "not_authorized", "Not_Authorized");
        }, later);
    }

    /** Of the scheme Basic, with a colon. */
    private static Optional<Credentials> read(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) return Optional.empty();
        try {
            String both = new String(Base64.getDecoder().decode(header.substring(SCHEME.length()).strip()), UTF_8);
            int colon = both.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(new Credentials(both.substring(0, colon), both.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What a caller claims. */
    record Credentials(String user, String password) {
        /** Keeps the password out of every log. */
        @Override
        public String toString() {
            return user;
        }
    }
}
