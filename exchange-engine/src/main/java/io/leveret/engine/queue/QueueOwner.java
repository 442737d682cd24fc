package io.leveret.engine.queue;

import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Message;
import io.leveret.engine.stats.Scope;

/** A queue's way to the rest of its virtual host. Called on the queue's home loop. */
public interface QueueOwner {

    /**
     * Whether a queue may go that has no reason left to exist: an auto-delete queue lost its last consumer, or it expired. Else it has
     * its turn later, by {@link QueueRef#endIfUnused}, and is not asked for then.
     */
    default boolean mayGo(QueueRef queue) {
        return true;
    }

    /** The queue goes, as it may. */
    void unused(QueueRef queue);

    /** Whether messages may have to wait in the queue before anybody may have them. */
    default boolean delays() {
        return false;
    }

    /** Milliseconds that a message has to wait, where messages {@linkplain #delays may have to}. */
    default long delayOf(Message message) {
        return 0;
    }

    /** Where messages may be. */
    default QueueStorage storage() {
        return QueueStorage.NONE;
    }

    /** Where what the queue counts adds up too. */
    default Scope scope() {
        return Scope.UNWATCHED;
    }

    /** Finds the queues that a message reaches through the exchange it names; none when there is no such exchange. */
    void route(Message message, Matches<QueueRef> matches);
}
