package io.leveret.api.tail;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One client that looks on, and what it looks at. Served by one thread. */
final class Tail {

    private static final long HEART_BEAT_MILLIS = 15_000;
    private static final long CHECK_MILLIS = 1_000;

    /** A client that takes nothing for so long has gone, or never came. */
    private static final long PATIENCE_MILLIS = 60_000;

    private final Source source;
    private final Watcher watcher;
    private final RateCap rate;
    private final EventStream stream = new EventStream();
    private long sentAt;
    private long checkedAt;

    Tail(Source source, Watcher watcher, int perSecond, long now) {
        this.source = source;
        this.watcher = watcher;
        this.rate = new RateCap(perSecond, now);
        this.sentAt = now;
        this.checkedAt = now;
        Events events = new Events();
        events.add("open", source.opening());
        stream.send(events.toByteArray());
    }

    EventStream stream() {
        return stream;
    }

    Watcher watcher() {
        return watcher;
    }

    /** @return whether it goes on */
    boolean serve(long now) {
        if (stream.isCancelled()) return false;
        rate.advance(now);
        if (stream.isIdle()) tell(now); // a client that does not read gets nothing more, and the source counts what it misses
        else if (now - sentAt > PATIENCE_MILLIS) return false;
        if (now - checkedAt < CHECK_MILLIS) return true;
        checkedAt = now;
        Optional<String> end = watcher.end().or(source::end);
        end.ifPresent(this::finish);
        return end.isEmpty();
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

    void finish(String reason) {
        Events events = new Events();
        Map<String, Object> end = new LinkedHashMap<>();
        end.put("reason", reason);
        events.add("end", end);
        stream.send(events.toByteArray());
        stream.end();
    }

    void close() {
        stream.end();
        source.close();
    }
}
