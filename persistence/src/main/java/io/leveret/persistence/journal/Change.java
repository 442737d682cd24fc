package io.leveret.persistence.journal;

import java.util.List;

/** One of the things that a transaction does, all of which happen or none. */
public sealed interface Change {

    /** Puts a message into queues. */
    record Publish(List<Ref> refs, long expiresAt, StoredMessage message) implements Change {
    }

    /** Puts a message into queues whose body has been appended by itself. */
    record Refer(Place body, List<Ref> refs, long expiresAt) implements Change {
    }

    /** Takes messages out of a queue: so many positions from the first on. */
    record Settle(long queueId, long first, int count) implements Change {
    }
}
