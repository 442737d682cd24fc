package io.leveret.engine.queue;

import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.store.QueueLog;

/**
 * How messages come into a queue: each gets its position, has its time to live fixed, and is written down if it is to outlive
 * a restart, which its publisher hears of. Lives on the queue's home loop.
 */
final class Entrance {

    private final QueueLog log;
    private final Paging paging;
    private final TurnConfirms confirms;
    private final QueueStats stats;
    private final TurnClock clock;
    private TimeToLive timeToLive;
    private long nextPosition;

    Entrance(QueueLog log, Paging paging, TurnConfirms confirms, QueueStats stats, TurnClock clock) {
        this.log = log;
        this.paging = paging;
        this.confirms = confirms;
        this.stats = stats;
        this.clock = clock;
        this.nextPosition = log.recovered().nextPosition();
    }

    void configure(QueueSettings settings) {
        timeToLive = TimeToLive.of(settings);
    }

    /** Of whatever comes next. */
    long nextPosition() {
        return nextPosition;
    }

    /** The message is to be had from now on. */
    QueuedMessage enter(Message message, Confirmations publisher, long sequence) {
        QueuedMessage queued = arrive(message);
        if (timeToLive.appliesTo(message)) queued.expireAt(timeToLive.expiryOf(message, clock.now()));
        if (isStored(queued)) {
            log.append(queued.position(), message, queued.expiresAt());
            confirms.logged(publisher, sequence);
        } else {
            confirms.taken(publisher, sequence);
        }
        return queued;
    }

    /** Nobody may have the message before that time. */
    QueuedMessage enterDelayed(Message message, long dueAt, Confirmations publisher, long sequence) {
        QueuedMessage queued = arrive(message);
        if (isStored(queued)) {
            log.appendDelayed(queued.position(), message, dueAt);
            confirms.logged(publisher, sequence);
        } else {
            confirms.taken(publisher, sequence);
        }
        return queued;
    }

    private QueuedMessage arrive(Message message) {
        stats.arrives(message.exchange(), nextPosition);
        QueuedMessage queued = new QueuedMessage(nextPosition++, message);
        paging.enter(queued);
        stats.entered(queued.size(), paging.isPersistent(queued));
        return queued;
    }

    private boolean isStored(QueuedMessage queued) {
        boolean stored = paging.isStored(queued);
        if (stored) stats.written(1);
        return stored;
    }
}
