package io.leveret.persistence.message;

import io.leveret.persistence.journal.Change;
import java.util.ArrayList;
import java.util.List;

/** Which messages transactions have put into a queue that are not complete yet, and so may not have been here after a crash. */
final class Brought {

    private record Arrival(JournaledTransaction transaction, long first, long last) {
        boolean overlaps(Change.Settle settled) {
            return settled.first() <= last && settled.first() + settled.count() > first;
        }
    }

    private final List<Arrival> arrivals = new ArrayList<>(0);

    /** The queue's part of a transaction is done: it follows those whose messages it takes, and may bring some itself. */
    void pass(JournaledTransaction transaction, List<Change> changes) {
        if (!arrivals.isEmpty()) arrivals.removeIf(arrival -> arrival.transaction.isComplete());
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Change change : changes) {
            if (change instanceof Change.Settle settled) {
                follow(transaction, settled);
            } else {
                long position = change instanceof Change.Publish publish ? publish.position() : ((Change.Refer) change).position();
                first = Math.min(first, position);
                last = Math.max(last, position);
            }
        }
        if (first <= last) arrivals.add(new Arrival(transaction, first, last));
    }

    private void follow(JournaledTransaction transaction, Change.Settle settled) {
        for (Arrival arrival : arrivals) {
            if (arrival.overlaps(settled)) transaction.follow(arrival.transaction);
        }
    }
}
