package io.leveret.engine.queue;

import io.leveret.engine.message.DeathReason;
import io.leveret.engine.message.Message;
import io.leveret.engine.settings.QueueSettings;

/** Keeps a queue within its {@link LengthLimit}. What is too much and not in the heap is read before it goes. */
final class Surplus {

    /** Messages in one turn that new settings make too many; each may be dead-lettered. */
    private static final int MOST_PER_TURN = 1000;

    private static final long UNREAD = -1;

    private final QueueRef queue;
    private final ReadyMessages ready;
    private final DeadLettering deadLettering;
    private final Departures departures;
    private LengthLimit limit;
    private boolean shrinking;

    Surplus(QueueRef queue, ReadyMessages ready, DeadLettering deadLettering, Departures departures) {
        this.queue = queue;
        this.ready = ready;
        this.deadLettering = deadLettering;
        this.departures = departures;
    }

    void configure(QueueSettings settings) {
        limit = LengthLimit.of(settings);
        drop();
    }

    boolean rejects(Message message) {
        return limit != LengthLimit.NONE && limit.rejects(message, ready);
    }

    /** Whether the message would be refused, or another have to go for it. */
    boolean isFullFor(Message message) {
        return limit.isReachedBy(message, ready);
    }

    /** What becomes of a message that is not let in. */
    void reject(Message message) {
        if (!limit.deadLettersRejected()) return;
        deadLettering.send(new QueuedMessage(0, message), DeathReason.MAX_LENGTH, false);
    }

    /** What is too many under new settings goes turn by turn, at the pace of where the dead letters go. */
    void drop() {
        for (int i = 0; i < MOST_PER_TURN && limit.isExceeded(ready); i++) {
            if (dropOne() == UNREAD) return;
        }
        if (shrinking || !limit.isExceeded(ready)) return;
        shrinking = true;
        queue.post(() -> deadLettering.whenFlowing(this::goOn));
    }

    /** While the queue shrinks, a message that arrives has no more go than it takes itself: the rest has its turn. */
    void makeRoomFor(QueuedMessage arrived) {
        if (limit == LengthLimit.NONE) return;
        long freed = 0;
        while (limit.isExceeded(ready) && !(shrinking && freed > arrived.size())) {
            long size = dropOne();
            if (size == UNREAD) return;
            freed += 1 + size;
        }
    }

    private void goOn() {
        shrinking = false;
        drop();
    }

    /** @return its size, or {@link #UNREAD} if it has to be read before it can go */
    private long dropOne() {
        QueuedMessage surplus = ready.pollSurplus();
        if (surplus == null) return UNREAD;
        departures.discard(surplus, DeathReason.MAX_LENGTH);
        return surplus.size();
    }
}
