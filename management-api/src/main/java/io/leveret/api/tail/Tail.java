package io.leveret.api.tail;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One client that looks on, and what it looks at. Served by one thread. */
final class Tail {

    private static final long HEART_BEAT_MILLIS = 15_000;
    private static final long CHECK_MILLIS = 1_000;

    /** A client that takes nothing for so long, of what waits for it, has gone, or never came. */
    static final long PATIENCE_MILLIS = 30_000;

    private final Source source;
    private final String user;
    private final Supplier<Optional<String>> watcherEnd;
    private final RateCap rate;
    private final EventStream stream = new EventStream();
    private long sentAt;
    private long checkedAt;
    private long taken;
    private long takenAt;
    private boolean isOver;

    /** @param watcherEnd why the user may look no more; empty as long as that is not so */
    Tail(Source source, String user, Supplier<Optional<String>> watcherEnd, int perSecond, long now) {
        this.source = source;
        this.user = user;
        this.watcherEnd = watcherEnd;
        this.rate = new RateCap(perSecond, now);
        this.sentAt = now;
        this.checkedAt = now;
        this.takenAt = now;
        Events events = new Events();
        events.add("open", source.opening());
        stream.send(events.toByteArray());
    }

    EventStream stream() {
        return stream;
    }

    String user() {
        return user;
    }

    /** @return whether it goes on, be it only until the client has heard why it does not */
    boolean serve(long now) {
        if (stream.isCancelled()) return false;
        if (isStuck(now)) {
            stream.abort();
            return false;
        }
        if (isOver) return true;
        rate.advance(now);
        if (stream.isIdle()) tell(now);
        else source.pass();
        if (now - checkedAt < CHECK_MILLIS) return true;
        checkedAt = now;
        watcherEnd.get().or(source::end).ifPresent(this::finish);
        return true;
    }

    private boolean isStuck(long now) {
        if (!stream.isIdle() && stream.taken() == taken) return now - takenAt > PATIENCE_MILLIS;
        taken = stream.taken();
        takenAt = now;
        return false;
    }

    private void tell(long now) {
        Events events = new Events();
        source.drain(events, rate);
        long skipped = rate.skipped();
        if (skipped > 0) events.add("skipped", Map.of("count", skipped));
        if (events.size() > 0) send(events.toByteArray(), now);
        else if (now - sentAt >= HEART_BEAT_MILLIS) send(Events.HEART_BEAT, now);
    }

    private void send(byte[] bytes, long now) {
        stream.send(bytes);
        sentAt = now;
    }

    /** Nothing more is looked at; the client is told why, if it reads on. */
    void finish(String reason) {
        if (isOver) return;
        isOver = true;
        source.close();
        Events events = new Events();
        events.add("end", Map.of("reason", reason));
        stream.send(events.toByteArray());
        stream.end();
    }

    void close() {
        source.close();
    }
}
