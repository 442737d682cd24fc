package io.leveret.perf.load;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** How many messages consumers of several loops are to receive together, once somebody knows. */
final class Goal {
    private static final int IDLE_TICKS = 2;

    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final AtomicLong received = new AtomicLong();
    private volatile long expected = Long.MAX_VALUE;
    private long lastSeen = -1;
    private int idle;

    CompletableFuture<Void> reached() {
        return reached;
    }

    void received(long more) {
        if (received.addAndGet(more) >= expected) reached.complete(null);
    }

    void expect(long messages) {
        expected = messages;
        received(0);
    }

    /** Messages may be dropped, or go where nobody consumes: when nothing comes any more, that is all. */
    void tick() {
        long now = received.get();
        idle = now == lastSeen && expected != Long.MAX_VALUE ? idle + 1 : 0;
        lastSeen = now;
        if (idle >= IDLE_TICKS) reached.complete(null);
    }
}
