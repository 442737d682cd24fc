package io.leveret.engine.queue;

/** How a delivered message ends. */
public enum Settlement {
    /** Done with: it leaves the queue. */
    ACK,
    /** Refused for good: it leaves the queue. */
    DISCARD,
    /** Goes back to its old place, marked as redelivered. */
    REQUEUE
}
