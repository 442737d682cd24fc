package io.leveret.persistence.journal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The transactions that are written in part, or durable or told of in part: the writer keeps them, others ask where they begin.
 */
final class TransactionsUnderWay {

    /** One of which all is written, the last part there. */
    private record Complete(JournalTransaction transaction, long lsn) {
    }

    private final Set<JournalTransaction> underWay = ConcurrentHashMap.newKeySet();
    private final Queue<Complete> complete = new ArrayDeque<>();

    /**
     * A part was written there, and is not durable yet.
     *
     * @param asked what is below it is durable, or becomes so before this part does
     */
    void written(JournalTransaction transaction, long lsn, boolean last, long asked) {
        transaction.writtenAt(lsn);
        if (!last) {
            underWay.add(transaction);
        } else if (transaction.firstLsn() >= asked) {
            underWay.remove(transaction); // will be durable, and told of, at once as a whole
        } else {
            complete.add(new Complete(transaction, lsn));
        }
    }

    /** Everything below is durable, and whoever waits for it is being told. */
    void told(long everythingTo) {
        while (!complete.isEmpty() && complete.element().lsn < everythingTo) underWay.remove(complete.remove().transaction);
    }

    /** Where the first of them begins, or after everything. */
    long start() {
        long start = Long.MAX_VALUE;
        for (JournalTransaction transaction : underWay) start = Math.min(start, transaction.firstLsn());
        return start;
    }
}
