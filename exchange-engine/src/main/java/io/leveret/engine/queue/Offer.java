package io.leveret.engine.queue;

/** What a queue says to a message that it is given out of another. */
public enum Offer {
    TAKEN,
    /** It would be refused, or another would have to go for it. */
    FULL,
    /** The queue has been deleted. */
    GONE,
    /** One with the same key is here. */
    DUPLICATE,
    /** A bug; the log tells of it. */
    FAILED
}
