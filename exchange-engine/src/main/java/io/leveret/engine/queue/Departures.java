package io.leveret.engine.queue;

import io.leveret.engine.message.DeathReason;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StoreTransaction;
import java.util.List;

/** How messages leave a queue for good, and its log with it: as they are done with, or dead. Lives on the queue's home loop. */
final class Departures {

    private final QueueLog log;
    private final Paging paging;
    private final Duplicates duplicates;
    private final DeadLettering deadLettering;
    private final QueueStats stats;
    private final Dying dying = new Dying(this);

    Departures(QueueLog log, Paging paging, Duplicates duplicates, DeadLettering deadLettering,
               QueueStats stats) {
        this.log = log;
        this.paging = paging;
        this.duplicates = duplicates;
        this.deadLettering = deadLettering;
        this.stats = stats;
    }

    /** Somebody is done with the message. */
    void forget(QueuedMessage message) {
        leave(message);
        if (paging.isStored(message)) log.remove(message.position());
    }

    /** The message leaves without having been acknowledged. */
    void discard(QueuedMessage message, DeathReason reason) {
        if (!message.isInHeap() && deadLettering.isWanted()) {
            duplicates.leave(message); // its key is free from now on
            dying.add(message.position(), reason);
            return;
        }
        boolean leavesWithCopies = message.isInHeap() && deadLettering.send(message, reason, paging.isStored(message));
        stats.died(reason, leavesWithCopies);
        leave(message);
        if (!leavesWithCopies && paging.isStored(message)) log.remove(message.position());
    }

    /** Whether what dies goes anywhere. */
    boolean haveDeadLetters() {
        return deadLettering.isWanted();
    }

    /** The message, which is in the heap, goes where it would if it was rejected. @return false if no queue takes it: then it stays */
    boolean deadLetter(QueuedMessage message) {
        if (!deadLettering.send(message, DeathReason.REJECTED, paging.isStored(message))) return false;
        stats.died(DeathReason.REJECTED, true);
        leave(message);
        return true;
    }

    /** The messages are somebody's, and no more in the log once the transaction is complete. */
    void removeFromLog(List<QueuedMessage> messages, StoreTransaction transaction) {
        log.enter(transaction);
        for (QueuedMessage message : messages) {
            if (paging.isStored(message)) log.remove(message.position());
            message.place(QueuedMessage.Place.HEAP_ONLY);
        }
        log.leave(transaction);
    }

    /** What is to be read before it is gone. */
    Dying dying() {
        return dying;
    }

    private void leave(QueuedMessage message) {
        duplicates.leave(message);
        stats.left(message.size(), paging.isPersistent(message));
        paging.leave(message);
    }
}
