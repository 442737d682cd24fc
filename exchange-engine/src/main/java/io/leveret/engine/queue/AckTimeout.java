package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.settings.QueueSettings;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches how long consumers hold messages. The list of unacked messages is in the order in which they were handed
 * out, so the check ends at the first that nobody's time is up for.
 */
final class AckTimeout {

    private final Loop home;
    private final UnackedMessages unacked;
    private final Alarm alarm;
    private Map<QueuedMessage, Getter> getters; // null until somebody gets a message without being a consumer
    private long queueTimeout;
    private long shortestOfConsumers = Long.MAX_VALUE;
    private long shortest;

    /** @param due run when a message may have been held too long */
    AckTimeout(Loop home, UnackedMessages unacked, Runnable due) {
        this.home = home;
        this.unacked = unacked;
        this.alarm = new Alarm(home, due);
    }

    void configure(QueueSettings settings) {
        queueTimeout = settings.consumerTimeout();
        shortest = Math.min(queueTimeout, shortestOfConsumers);
        checkFromTheOldest();
    }

    /** A consumer may have brought a shorter time than the queue's. */
    void added(Consumer consumer) {
        if (consumer.timeout() == QueueSettings.NONE) return;
        shortestOfConsumers = Math.min(shortestOfConsumers, consumer.timeout());
        shortest = Math.min(queueTimeout, shortestOfConsumers);
    }

    /** A message has gone to somebody who is no consumer. */
    void got(QueuedMessage message, Getter getter) {
        if (getters == null) getters = new IdentityHashMap<>();
        getters.put(message, getter);
    }

    /** Who has got the message without being a consumer, or null. */
    Getter getterOf(QueuedMessage message) {
        return getters == null ? null : getters.get(message);
    }

    /** Nobody has the message any longer. */
    void released(QueuedMessage message) {
        getters.remove(message);
    }

    private void checkFromTheOldest() {
        QueuedMessage oldest = unacked.first();
        if (oldest != null) checkAt(later(oldest.hold.since(), shortest));
    }

    /** Sees to it that there will be a check in time for what was delivered last; called after deliveries. */
    void watch() {
        QueuedMessage latest = unacked.last();
        if (latest != null) checkAt(later(latest.hold.since(), shortest));
    }

    /** The messages that are held too long, oldest first; the next check is set for when another may be. */
    List<QueuedMessage> late() {
        long now = home.millis();
        long next = QueuedMessage.NEVER;
        List<QueuedMessage> late = new ArrayList<>();
        for (QueuedMessage message = unacked.first(); message != null; message = unacked.after(message)) {
            Hold hold = message.hold;
            long dueAt = later(since(hold), timeoutOf(hold.consumer()));
            if (dueAt <= now) late.add(message);
            else next = Math.min(next, dueAt);
            long earliest = later(since(hold), shortest); // that this one or a later one may be due
            if (earliest > now) {
                next = Math.min(next, earliest);
                break;
            }
        }
        if (next != QueuedMessage.NEVER) checkAt(next);
        return late;
    }

    void stop() {
        alarm.cancel();
    }

    private void checkAt(long millis) {
        if (alarm.isSetFor(millis)) return;
        alarm.setFor(Math.max(millis, home.millis() + 1));
    }

    /** What a {@code basic.get} holds has the queue's time too. */
    long timeoutOf(Consumer consumer) {
        return consumer == null || consumer.timeout() == QueueSettings.NONE ? queueTimeout : consumer.timeout();
    }

    /** Nobody could acknowledge it while the machine was suspended. */
    private long since(Hold hold) {
        return Math.max(hold.since(), home.resumedAt());
    }

    /** A client may ask for a time that no clock will reach. */
    private static long later(long millis, long timeout) {
        return millis + Math.min(timeout, QueuedMessage.NEVER - millis);
    }
}
