package io.leveret.api.http;

import io.leveret.engine.Broker;
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

    private final Broker broker;
    private final RecentLogins recent;
    private final LoginBrake brake = new LoginBrake(System::nanoTime);
    private final RefusedLogins refused = new RefusedLogins(System::nanoTime);

    Doorkeeper(Broker broker) {
        this.broker = broker;
        this.recent = new RecentLogins(broker.users(), System::nanoTime);
    }

    /**
     * @return who it is; nobody comes late when there were others before
     * @throws ApiException 401 for a user without any of the management's tags, 429 when too many wait already
     */
    CompletionStage<Optional<User>> admit(Credentials claimed, InetAddress from) {
        if (brake.isFull(from)) {
            refused.tell(from, claimed.user(), "too many have failed");
            throw new ApiException(HttpStatus.TOO_MANY_REQUESTS, "too_many_requests", "Too many failed logins");
        }
        Optional<User> user = recent.authenticate(claimed, from.isLoopbackAddress());
        broker.loginCounts().attempted("http", from.getHostAddress(), claimed.user(), user.isPresent());
        if (user.isEmpty()) {
            refused.tell(from, claimed.user(), broker.users().refusal(claimed.user(), claimed.password(), from.isLoopbackAddress()));
            return refuse(from, claimed.user());
        }
        brake.succeeded(from, claimed.user());
        if (!Caller.isAny(user.get())) {
            refused.tell(from, claimed.user(), "has no tag that allows the management API");
            throw ApiException.notAuthorised("Not management user");
        }
        return CompletableFuture.completedFuture(user);
    }

    private CompletionStage<Optional<User>> refuse(InetAddress from, String user) {
        Executor later = CompletableFuture.delayedExecutor(brake.failed(from, user), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> {
            brake.answered(from);
            return Optional.empty();
        }, later);
    }
}
