package io.leveret.engine.queue;

import io.leveret.engine.loop.Loop;
import java.util.function.Consumer;

/** Has messages expire when they are at the head of their queue; where there are several heads at any of them. */
final class Expiry {

    /** The rest has to wait for the next turn, so that nobody else waits long. */
    private static final int MOST_PER_TURN = 1000;

    private final ReadyMessages ready;
    private final DeadLettering deadLettering;
    private final Consumer<QueuedMessage> discard;
    private final Alarm alarm;
    private boolean possible;
    private int thisTurn;

    /** @param due run when there may be something to expire */
    Expiry(Loop home, Runnable due, ReadyMessages ready, DeadLettering deadLettering, Consumer<QueuedMessage> discard) {
        this.ready = ready;
        this.deadLettering = deadLettering;
        this.discard = discard;
        this.alarm = new Alarm(home, due);
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
                alarm.setFor(expiredBy);
                return false;
            }
            thisTurn++;
            discard.accept(ready.pollExpired(expiredBy));
        }
        if (ready.isEmpty()) possible = false;
        else alarm.setFor(ready.nextExpiry());
        return true;
    }

    void endTurn() {
        thisTurn = 0;
    }

    void stop() {
        alarm.cancel();
    }
}
