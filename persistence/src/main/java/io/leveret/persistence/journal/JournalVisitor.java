package io.leveret.persistence.journal;

/** Is told what the journal holds, in its order. A transaction's records come together, where it was completed. */
public interface JournalVisitor {

    /** A message; in no queue if only others refer to it. */
    default void published(long lsn, PublishedRecord message) {
    }

    /** A copy of an earlier message: what it says about places in queues is what held when it was made. */
    default void moved(long lsn, PublishedRecord message) {
    }

    /** A message with its body elsewhere was put into a queue. */
    default void referred(long lsn, long bodyLsn, Ref ref, long expiresAt) {
    }

    /** So many messages from the first position on were settled. */
    default void settled(long lsn, long queueId, long first, int count) {
    }

    /** So many messages from the first position on were handed out once more. */
    default void delivered(long lsn, long queueId, long first, int count) {
    }

    default void purged(long lsn, long queueId, long upTo) {
    }

    default void queueGone(long lsn, long queueId) {
    }

    default void raft(long lsn, long group, long term, long index, byte[] entry) {
    }
}
