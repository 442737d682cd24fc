package io.leveret.broker.amqp;

import io.leveret.engine.access.User;
import io.leveret.engine.access.UserDirectory;
import io.leveret.engine.loop.Loop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks names and passwords. What takes longer than a loop has is done on threads of its own, which are there only
 * while they are needed. Callable from any loop.
 */
final class Logins implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Logins.class);

    private static final int THREADS = 2;
    private static final int IDLE_SECONDS = 30;
    private static final int PATIENCE_SECONDS = 2;

    /** As many as can be checked within the time of a handshake; more would only time out. */
    private static final int MOST_WAITING = 100;

    private final UserDirectory users;
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING), new DefaultThreadFactory("leveret-login", true));

    Logins(UserDirectory users) {
        this.users = users;
        pool.allowCoreThreadTimeOut(true);
    }

    /** @param answer gets the user, or nobody, on the asking loop: at once or later */
    void check(Credentials credentials, boolean fromLoopback, Loop home, Consumer<Optional<User>> answer) {
        if (!users.isSlow(credentials.user())) {
            answer.accept(authenticate(credentials, fromLoopback));
            return;
        }
        try {
            pool.execute(() -> {
                Optional<User> known = authenticate(credentials, fromLoopback);
                home.execute(() -> answer.accept(known));
            });
        } catch (RejectedExecutionException full) {
            log.warn("too many logins at once, refused one of user '{}'", LogText.of(credentials.user()));
            answer.accept(Optional.empty());
        }
    }

    /** Drops the checks that nobody waits for any more, and lets those under way end. */
    @Override
    public void close() {
        pool.getQueue().clear();
        pool.shutdown();
        try {
            if (!pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) log.warn("a login is still being checked");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<User> authenticate(Credentials credentials, boolean fromLoopback) {
        return users.authenticate(credentials.user(), credentials.password(), fromLoopback);
    }
}
