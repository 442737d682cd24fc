package io.leveret.engine.queue;

import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.settings.QueueType;
import io.leveret.engine.settings.RetryDelay;

/** What a queue does with a message that comes back: whether it counts, when it is enough, how long it waits. */
final class Redelivery {

    /** Most queues take back whatever comes, at once. */
    private static final Redelivery PLAIN = new Redelivery(false, false, QueueSettings.NONE, RetryDelay.NONE);

    private final boolean counts;
    private final boolean quorum;
    private final long limit;
    private final RetryDelay delay;

    private Redelivery(boolean counts, boolean quorum, long limit, RetryDelay delay) {
        this.counts = counts;
        this.quorum = quorum;
        this.limit = limit;
        this.delay = delay;
    }

    static Redelivery of(QueueSettings settings) {
        boolean quorum = settings.type() == QueueType.QUORUM;
        boolean plain = !settings.countsDeliveries() && !quorum && settings.deliveryLimit() == QueueSettings.NONE
            && settings.retryDelay() == RetryDelay.NONE;
        return plain ? PLAIN
            : new Redelivery(settings.countsDeliveries(), quorum, settings.deliveryLimit(), settings.retryDelay());
    }

    /**
     * Counts the return, if the queue counts. A classic queue takes every return for a failed delivery; a quorum queue,
     * as RabbitMQ 4.3 does, only those after an attempt.
     *
     * @return whether it counts
     */
    boolean count(QueuedMessage message, boolean failed) {
        if (!counts) return false;
        if (failed || !quorum) message.countFailure();
        if (quorum) message.countAcquisition();
        return true;
    }

    boolean isEnough(QueuedMessage message) {
        return limit != QueueSettings.NONE && message.failures() > limit;
    }

    /** Milliseconds until the message may be handed out again. */
    long delayOf(QueuedMessage message, boolean failed) {
        return delay.appliesTo(failed) ? delay.delay(message.returns()) : 0;
    }
}
