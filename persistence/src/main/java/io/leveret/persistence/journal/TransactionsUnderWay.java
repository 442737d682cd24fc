package io.leveret.persistence.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The transactions that are written in part, or durable in part: the writer keeps them, others ask where they begin. */
final class TransactionsUnderWay {

    private final Set<JournalTransaction> underWay = ConcurrentHashMap.newKeySet();
    private final List<JournalTransaction> complete = new ArrayList<>();

    /**
     * A part was written there, and is not durable yet.
     *
     * @param durableLsn below which all is
     */
    void written(JournalTransaction transaction, long lsn, boolean last, long durableLsn) {
        transaction.writtenAt(lsn);
        if (!last) {
            underWay.add(transaction);
        } else if (transaction.firstLsn() >= durableLsn) {
            underWay.remove(transaction); // will be durable at once as a whole
        } else {
            complete.add(transaction);
        }
    }

    /** Everything written is durable. */
    void forced() {
        for (JournalTransaction transaction : complete) underWay.remove(transaction);
        complete.clear();
    }

    /** Where the first of them begins, or after everything. */
    long start() {
        long start = Long.MAX_VALUE;
        for (JournalTransaction transaction : underWay) start = Math.min(start, transaction.firstLsn());
        return start;
    }
}
