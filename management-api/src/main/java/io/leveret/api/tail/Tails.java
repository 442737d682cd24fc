package io.leveret.api.tail;

import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.engine.Broker;
import io.micronaut.http.HttpStatus;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All tails that are open: few, and served by one thread, ten times a second, which is there only while there is one. */
@Singleton
public final class Tails {

    private static final Logger log = LoggerFactory.getLogger(Tails.class);

    private static final int MOST = 50;
    private static final int MOST_OF_USER = 10;
    private static final long TICK_MILLIS = 100;
    private static final int IDLE_SECONDS = 10;

    /** Of messages that wait to be shown, all tails together. */
    private static final long MOST_BYTES = 32 << 20;

    private final Broker broker;
    private final PassingRoom room = new PassingRoom(MOST_BYTES);
    private final List<Tail> open = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Tails::thread);
    private ScheduledFuture<?> ticking;

    Tails(Broker broker) {
        this.broker = broker;
        thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        thread.setRemoveOnCancelPolicy(true);
    }

    /**
     * Opens one.
     *
     * @param what   of what, for the log
     * @param rights throws when the user may not look, or no longer
     * @throws ApiException 503 when there are too many
     */
    synchronized Publisher<byte[]> open(String what, Caller caller, Runnable rights, int perSecond, Supplier<Source> source) {
        rights.run();
        long own = open.stream().filter(tail -> tail.user().equals(caller.name())).count();
        if (open.size() >= MOST || own >= MOST_OF_USER) {
            throw new ApiException(HttpStatus.SERVICE_UNAVAILABLE, "service_unavailable", "Too many tails are open");
        }
        Tail tail = new Tail(source.get(), caller.name(), new Watcher(broker, caller, rights)::end, perSecond, now());
        open.add(tail);
        log.info("user '{}' looks at the live tail of {}", caller.name(), what);
        if (ticking == null) ticking = thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return tail.stream();
    }

    /** For what passes before it is shown. */
    PassingRoom room() {
        return room;
    }

    /** How many are open. */
    public int count() {
        return open.size();
    }

    private void tick() {
        for (Tail tail : open) {
            try {
                if (!tail.serve(now())) close(tail);
            } catch (RuntimeException bug) {
                log.error("a live tail failed", bug);
                end(tail);
            }
        }
    }

    /** Whatever it throws now: what is thrown at a timer ends all that it does, for the other tails too. */
    private void end(Tail tail) {
        try {
            tail.finish("see the broker's log");
        } catch (RuntimeException bug) {
            log.error("a live tail that failed could not be ended", bug);
        }
    }

    private synchronized void close(Tail tail) {
        open.remove(tail);
        tail.close();
        if (!open.isEmpty()) return;
        ticking.cancel(false);
        ticking = null;
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
        open.forEach(tail -> tail.finish("the broker stops"));
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "leveret-tails");
        thread.setDaemon(true);
        return thread;
    }
}
