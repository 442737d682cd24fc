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
import java.util.function.BiConsumer;
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

    /**
     * @param answer gets the user, or nobody and for the log why, on the asking loop: at once or later
     * @return false if there are too many at once, and nothing is looked at
     */
    boolean check(Credentials credentials, boolean fromLoopback, Loop home, BiConsumer<Optional<User>, String> answer) {
        if (!users.isSlow(credentials.user())) {
            authenticate(credentials, fromLoopback, answer).run();
            return true;
        }
        try {
            pool.execute(() -> home.execute(authenticate(credentials, fromLoopback, answer)));
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Without a password: somebody else vouches for the name. */
    void admit(String name, boolean fromLoopback, BiConsumer<Optional<User>, String> answer) {
        Optional<User> known = users.admit(name, fromLoopback);
        answer.accept(known, known.isPresent() ? "" : users.refusal(name, fromLoopback));
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

    /** Returns what is left to do on the asking loop. */
    private Runnable authenticate(Credentials credentials, boolean fromLoopback, BiConsumer<Optional<User>, String> answer) {
        Optional<User> known = users.authenticate(credentials.user(), credentials.password(), fromLoopback);
        String refusal = known.isPresent() ? "" : users.refusal(credentials.user(), credentials.password(), fromLoopback);
        return () -> answer.accept(known, refusal);
    }
}
