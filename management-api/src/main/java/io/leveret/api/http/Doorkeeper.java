package io.leveret.api.http;

import io.leveret.engine.Broker;
import io.leveret.engine.access.LoginAttempt;
import io.leveret.engine.access.LoginBrake;
import io.leveret.engine.access.Origin;
import io.leveret.engine.access.User;
import io.micronaut.http.HttpStatus;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
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
    private final Executor workers;
    private final ScheduledExecutorService clock;

    /**
     * @param workers look at who stood in line, as checking a password takes a while
     * @param clock   tells when a refusal is due
     */
    Doorkeeper(Broker broker, @Named(Workers.NAME) ExecutorService workers, @Named(Workers.CLOCK) ScheduledExecutorService clock) {
        this.broker = broker;
        this.workers = workers;
        this.clock = clock;
        this.brake = broker.reception().brake();
        this.recent = new RecentLogins(broker.users(), System::nanoTime);
    }

    /**
     * @return who it is; nobody comes late when there were others before
     * @throws ApiException 401 for a user without any of the management's tags, 429 when too many wait already
     */
    CompletionStage<Optional<User>> admit(Credentials claimed, InetAddress from) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        LoginAttempt attempt = brake.attempt(Origin.of(from.getHostAddress()), claimed.user(), () -> turn.complete(null));
        if (attempt.isRefused()) {
            refused.tell(from, claimed.user(), "too many have failed");
            throw new ApiException(HttpStatus.TOO_MANY_REQUESTS, "too_many_requests", "Too many failed logins");
        }
        return attempt.isNext() ? look(claimed, from, attempt) : lookLater(turn, claimed, from, attempt);
    }

    /** There may be too much to do when its turn has come: then it makes room for the next. */
    private CompletionStage<Optional<User>> lookLater(CompletionStage<Void> turn, Credentials claimed, InetAddress from, LoginAttempt attempt) {
        return turn.thenComposeAsync(mine -> look(claimed, from, attempt), workers).whenComplete((user, trouble) -> {
            if (trouble != null) attempt.leave();
        });
    }

    private CompletionStage<Optional<User>> look(Credentials claimed, InetAddress from, LoginAttempt attempt) {
        try {
            return decide(claimed, from, attempt);
        } catch (RuntimeException | Error e) {
            attempt.leave(); // a bug must not cost the place for ever
            throw e;
        }
    }

    private CompletionStage<Optional<User>> decide(Credentials claimed, InetAddress from, LoginAttempt attempt) {
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
        CompletableFuture<Optional<User>> refusal = new CompletableFuture<>();
        Runnable whenDue = () -> {
            attempt.answered();
            refusal.complete(Optional.empty());
        };
        try {
            clock.schedule(whenDue, Math.max(0, left), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            whenDue.run();
        }
        return refusal;
    }
}
