package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.DeathReason;

/** Has messages expire when they are at the head of their queue; where there are several heads at any of them. */
final class Expiry {

    /** The rest has to wait for the next turn, so that nobody else waits long. */
    private static final int MOST_PER_TURN = 1000;

    private final ReadyMessages ready;
    private final DeadLettering deadLettering;
    private final Departures departures;
    private final QueueRef queue;
    private final Loop home;

    /** Null until something may expire. */
    private Alarm alarm;
    private boolean possible;
    private int thisTurn;

    Expiry(Loop home, QueueRef queue, ReadyMessages ready, DeadLettering deadLettering, Departures departures) {
        this.home = home;
        this.queue = queue;
        this.ready = ready;
        this.deadLettering = deadLettering;
        this.departures = departures;
    }

    /** The message becomes ready. */
    void note(QueuedMessage message) {
        if (message.expiresAt() != QueuedMessage.NEVER) possible = true;
    }

    /** Whether any of the ready messages may expire; where none can, nobody need know the time. */
    boolean isPossible() {
        return possible;
    }

    /** @return false when a message that has expired is still at a head, because enough was done for one turn */
    boolean expireHeads(long expiredBy) {
        while (ready.nextExpiry() <= expiredBy) {
            if (deadLettering.isStalled()) return false; // resumed by the target
            if (thisTurn == MOST_PER_TURN) {
                ringAt(expiredBy);
                return false;
            }
            thisTurn++;
            departures.discard(ready.pollExpired(expiredBy), DeathReason.EXPIRED);
        }
        if (ready.isEmpty()) possible = false;
        else ringAt(ready.nextExpiry());
        return true;
    }

    private void ringAt(long millis) {
        if (alarm == null) alarm = new Alarm(home, () -> queue.submit(queue.queue()::resume));
        alarm.setFor(millis);
    }

    void endTurn() {
        if (thisTurn > 0) thisTurn = 0;
    }

    void stop() {
        if (alarm != null) alarm.cancel();
    }
}
