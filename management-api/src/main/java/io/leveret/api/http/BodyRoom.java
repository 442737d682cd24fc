package io.leveret.api.http;

import io.micronaut.http.HttpStatus;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The room that all long bodies have together, whoever sends them. Those that find none wait, unread. Callable from any thread. */
@Singleton
final class BodyRoom {

    /** Of the longest that there may be. */
    private static final int LONGEST_AT_ONCE = 2;

    /** Shorter ones are not counted. */
    private static final long SHORT = 16 << 10;
    private static final int MOST_WAITING = 200;
    private static final int PATIENCE_SECONDS = 30;

    private record Waiting(long bytes, CompletableFuture<Runnable> admitted) {
    }

    private final long longest;
    private final Deque<Waiting> line = new ArrayDeque<>();
    private long free;

    BodyRoom(HttpSettings settings) {
        this.longest = settings.bodyLimit();
        this.free = LONGEST_AT_ONCE * longest;
    }

    static boolean counts(long bytes) {
        return bytes < 0 || bytes > SHORT;
    }

    /**
     * @param bytes less than 0 when nobody has said how many
     * @return gives the room back, however often it is run; fails with 503 when others keep it for too long
     */
    CompletionStage<Runnable> admit(long bytes) {
        Waiting waiting = new Waiting(bytes < 0 ? longest : Math.min(bytes, longest), new CompletableFuture<>());
        synchronized (this) {
            if (line.size() >= MOST_WAITING) throw full();
            line.add(waiting);
        }
        serve();
        return waiting.admitted().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).exceptionallyCompose(late -> {
            forget(waiting);
            return CompletableFuture.failedFuture(full());
        });
    }

    private void serve() {
        for (Waiting next = next(); next != null; next = next()) {
            long bytes = next.bytes();
            AtomicBoolean isTaken = new AtomicBoolean(true);
            Runnable release = () -> {
                if (isTaken.getAndSet(false)) give(bytes);
            };
            if (!next.admitted().complete(release)) release.run(); // it has given up
        }
    }

    private synchronized Waiting next() {
        if (line.isEmpty() || line.peek().bytes() > free) return null;
        free -= line.peek().bytes();
        return line.poll();
    }

    private void give(long bytes) {
        synchronized (this) {
            free += bytes;
        }
        serve();
    }

    private void forget(Waiting waiting) {
        synchronized (this) {
            line.remove(waiting);
        }
        serve();
    }

    private static ApiException full() {
        return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "service_unavailable", "Too many long requests at once");
    }
}
