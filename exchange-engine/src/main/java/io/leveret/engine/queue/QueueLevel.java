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

    /** 1 when that message was here before the broker was started, so that it came earlier; or 0. */
    HEAD_IS_OLDER,

    /** Since when messages wait although there are consumers, in milliseconds since 1970; or 0. */
    WAITS_SINCE
}
