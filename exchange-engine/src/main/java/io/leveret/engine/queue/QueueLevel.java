package io.leveret.engine.queue;

/** How much there is in a queue. */
public enum QueueLevel {
    READY_BYTES,
    UNACKED_BYTES,
    PERSISTENT,
    PERSISTENT_BYTES,
    IN_HEAP,
    UNACKED_IN_HEAP,
    BYTES_IN_HEAP,
    CONSUMERS,

    /** What waits for its time. */
    DELAYED,

    /** When the message came that is next, in milliseconds since 1970; or 0. */
    HEAD_SINCE,

    /** Since when messages wait although there are consumers, in milliseconds since 1970; or 0. */
    WAITS_SINCE
}
