package io.leveret.persistence.journal;

/** Is told what the journal holds, in its order. A transaction's records come together, where it was completed. */
public interface JournalVisitor {

    /** A message; in no queue if only others refer to it. */
    default void published(long lsn, PublishedRecord message) {
    }

    /**
     * A message with its body elsewhere was put into a queue.
     *
     * @param size     bytes of the body
     * @param priority as the publisher gave it, or less than 0
     * @param dueAt    in milliseconds since 1970, or 0
     */
    default void referred(long bodyLsn, long queueId, long position, int size, int priority, long dueAt) {
    }

    /**
     * So many messages from the first position on were settled. Told again, as is the end of their queue, of those that a
     * transaction has brought which was completed only afterwards.
     */
    default void settled(long queueId, long first, int count) {
    }

    /** A message and perhaps those before it were handed out. */
    default void handedOut(long queueId, long position) {
    }

    /** A message has come back, so many times as the queue counts. */
    default void returned(long queueId, long position, int failures, int acquisitions) {
    }

    /** A message that has come back is not to be handed out again before then: milliseconds since 1970. */
    default void postponed(long queueId, long position, long dueAt) {
    }

    default void queueGone(long queueId) {
    }

    /** The highest number of a segment of which it has heard, now or before. One that is lost must not get another's messages. */
    default long newestSegment() {
        return 0;
    }

    default void raft(long group, long term, long index, byte[] entry) {
    }
}
