package io.leveret.api.http;

import io.leveret.engine.Broker;
import io.leveret.engine.access.LoginAttempt;
import io.leveret.engine.access.LoginBrake;
import io.leveret.engine.access.Origin;
import io.leveret.engine.access.User;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Looks at names and passwords, counts who comes, and has those wait who seem to be guessing. Callable from threads that may wait. */
@Singleton
final class Doorkeeper {

    /** Longer than bcrypt takes. */
    private static final long SLOW_LOGIN_MILLIS = 500;

    private final Broker broker;
    private final RecentLogins recent;
    private final LoginBrake brake;
    private final RefusedLogins refused = new RefusedLogins(System::nanoTime);

    Doorkeeper(Broker broker) {
        this.broker = broker;
        this.brake = broker.reception().brake();
        this.recent = new RecentLogins(broker.users(), System::nanoTime);
    }

    /**
     * @return who it is; nobody comes late when there were others before
     * @throws ApiException 401 for a user without any of the management's tags, 429 when too many wait already
     */
    CompletionStage<Optional<User>> admit(Credentials claimed, InetAddress from) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        LoginAttempt attempt = brake.attempt(Origin.of(from.getHostAddress()), claimed.user(), () -> turn.completeAsync(() -> null));
        if (attempt.isRefused()) {
            refused.tell(from, claimed.user(), "too many have failed");
            throw new ApiException(HttpStatus.TOO_MANY_REQUESTS, "too_many_requests", "Too many failed logins");
        }
        return attempt.isNext() ? look(claimed, from, attempt) : turn.thenCompose(mine -> look(claimed, from, attempt));
    }

    private CompletionStage<Optional<User>> look(Credentials claimed, InetAddress from, LoginAttempt attempt) {
        long begun = System.nanoTime();
        Optional<User> user = recent.authenticate(claimed, from.isLoopbackAddress());
        broker.reception().counts().attempted("http", from.getHostAddress(), claimed.user(), user.isPresent());
        if (user.isEmpty()) {
            refused.tell(from, claimed.user(), broker.users().refusal(claimed.user(), claimed.password(), from.isLoopbackAddress()));
            return refuse(attempt, begun);
        }
        attempt.succeeded();
        if (!Caller.isAny(user.get())) {
            refused.tell(from, claimed.user(), "has no tag that allows the management API");
            throw ApiException.notAuthorised("Not management user");
        }
        return CompletableFuture.completedFuture(user);
    }

    /** Counted from when the password was to be looked at: how long that took would tell which names there are. */
    private CompletionStage<Optional<User>> refuse(LoginAttempt attempt, long begun) {
        long least = broker.users().haveSlow() ? SLOW_LOGIN_MILLIS : 0;
        long left = Math.max(attempt.failed(), least) - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        Executor later = CompletableFuture.delayedExecutor(Math.max(0, left), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> {
            attempt.answered();
            return Optional.empty();
        }, later);
    }
}
