package io.leveret.engine.store;

/**
 * Changes in several queues, perhaps on several loops, of which a restart brings back all or none. Whoever begins it
 * announces every part before the first one is done; each queue then brackets its part with {@link QueueLog#enter} and
 * {@link QueueLog#leave}, and with the last one the transaction is complete.
 */
public interface StoreTransaction {

    /** Of a store that keeps nothing. */
    StoreTransaction NONE = parts -> { };

    /** There will be so many parts more. */
    void expect(int parts);
}
