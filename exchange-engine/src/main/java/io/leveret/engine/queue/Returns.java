package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.DeathReason;
import io.leveret.engine.settings.QueueSettings;

/**
 * What becomes of a message that comes back: it goes to its old place, at once or after a while, or has come back too often.
 * Lives on the queue's home loop.
 */
final class Returns implements Delays.Over {

    private final ReadyMessages ready;
    private final Duplicates duplicates;
    private final Paging paging;
    private final Departures departures;
    private final Expiry expiry;
    private final Surplus surplus;
    private final Delays delays;
    private Redelivery redelivery;

    Returns(Loop home, QueueRef queue, ReadyMessages ready, Duplicates duplicates, Paging paging,
            Departures departures, Expiry expiry, Surplus surplus) {
        this.ready = ready;
        this.duplicates = duplicates;
        this.paging = paging;
        this.departures = departures;
        this.expiry = expiry;
        this.surplus = surplus;
        this.delays = new Delays(home, queue, this);
    }

    void configure(QueueSettings settings) {
        redelivery = Redelivery.of(settings);
    }

    /** Of messages that come back, and of others that are not ready at once. */
    Delays delays() {
        return delays;
    }

    /** @param failed whether somebody has tried, rather than left it untouched */
    void comeBack(QueuedMessage message, boolean failed, long now) {
        duplicates.holdChanged(message);
        message.markRedelivered();
        if (redelivery.count(message, failed)) paging.returned(message);
        if (redelivery.isEnough(message)) {
            departures.discard(message, DeathReason.DELIVERY_LIMIT);
            return;
        }
        long delay = redelivery.delayOf(message, failed);
        if (delay > 0) {
            ready.postponed(message);
            paging.postponed(message, now + delay);
            delays.add(message, now + delay, true);
        } else {
            makeReady(message);
        }
    }

    /** Somebody had taken the message out and puts it back as if nothing had happened. */
    void putBack(QueuedMessage message) {
        ready.putBack(message, paging);
        expiry.note(message);
    }

    @Override
    public void over(QueuedMessage message, boolean again) {
        if (!again) {
            ready.addLast(message);
            return;
        }
        ready.delayIsOver(message);
        makeReady(message);
    }

    /** Also where it has been before a message may find that there are too many now. */
    private void makeReady(QueuedMessage message) {
        ready.restore(message);
        expiry.note(message);
        surplus.makeRoomFor(message);
    }
}
