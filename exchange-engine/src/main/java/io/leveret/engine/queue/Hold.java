package io.leveret.engine.queue;

/**
 * Who holds messages, and since when. What a consumer is given at one time is held by one and the same, so that the
 * messages need not remember the time each. Lives on the queue's home loop, but for the news that a client has been sent
 * what it got.
 */
final class Hold {

    private final Consumer consumer;
    private final long since;

    /** Which of the consumer's deliveries was the last of these. */
    private long latest;
    private volatile boolean sent;

    /**
     * @param consumer null for a {@code basic.get}
     * @param since    milliseconds since 1970
     */
    Hold(Consumer consumer, long since) {
        this.consumer = consumer;
        this.since = since;
    }

    /** Null for a {@code basic.get}. */
    Consumer consumer() {
        return consumer;
    }

    long since() {
        return since;
    }

    void extendTo(long delivery) {
        latest = delivery;
    }

    /** What was got has been sent; called on the channel's loop. */
    void sent() {
        sent = true;
    }

    /** Whether its messages have all been written, so that nobody will look at what they say. */
    boolean isWritten() {
        return consumer == null ? sent : consumer.hasWritten(latest);
    }
}
