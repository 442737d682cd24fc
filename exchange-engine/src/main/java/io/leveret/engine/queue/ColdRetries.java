package io.leveret.engine.queue;

import java.util.HashMap;
import java.util.Map;

/** Messages that waited for their retry when the broker ended, and that have to be read before anybody can wait for them. */
final class ColdRetries {

    private final Delays delays;
    private final Map<Long, Long> dueAt = new HashMap<>(); // by position

    ColdRetries(Delays delays) {
        this.delays = delays;
    }

    void add(long position, long due) {
        dueAt.put(position, due);
    }

    boolean isEmpty() {
        return dueAt.isEmpty();
    }

    /** Has the message go on waiting, if it is one of them; else false. */
    boolean resume(QueuedMessage message, ReadyMessages line) {
        Long due = dueAt.remove(message.position());
        if (due == null) return false;
        message.markRedelivered();
        line.postponed(message);
        delays.add(message, due, true);
        return true;
    }
}
