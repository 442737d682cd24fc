package io.leveret.engine.queue;

import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;

/** When a message expires: the queue's time or the message's own, whichever is shorter, fixed when it is enqueued. */
record TimeToLive(long queueMillis) {

    private static final TimeToLive OF_MESSAGES_ALONE = new TimeToLive(QueueSettings.NONE);

    static TimeToLive of(QueueSettings settings) {
        return settings.messageTtl() == QueueSettings.NONE ? OF_MESSAGES_ALONE : new TimeToLive(settings.messageTtl());
    }

    boolean appliesTo(Message message) {
        return queueMillis != QueueSettings.NONE || message.timeToLive() != Message.NO_TIME_TO_LIVE;
    }

    /** @return milliseconds since 1970; only where {@link #appliesTo} says so */
    long expiryOf(Message message, long now) {
        long own = message.timeToLive();
        if (own == Message.NO_TIME_TO_LIVE) return now + queueMillis;
        if (queueMillis == QueueSettings.NONE) return now + own;
        return now + Math.min(own, queueMillis);
    }
}
