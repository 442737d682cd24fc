package io.leveret.engine.queue;

/** How a delivered message ends. */
public enum Settlement {
    /** Done with: it leaves the queue. */
    ACK,
    /** Refused for good: it leaves the queue. */
    DISCARD,
    /** Given back untried: it returns to its old place, marked as redelivered. */
    RETURN,
    /** Handed back after an attempt, or its consumer is gone: as {@link #RETURN}, and it may count as a failed delivery. */
    FAIL
}
