package io.leveret.persistence.message;

import io.leveret.persistence.journal.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which messages transactions have put into a queue that are not complete yet, and so may not have been here after a crash. */
final class Brought {

    private record Arrival(JournaledTransaction transaction, long last) {
    }

    /** By their first positions. What one part brings stands together, as the queue does nothing else meanwhile. */
    private final TreeMap<Long, Arrival> arrivals = new TreeMap<>();

    /** The queue's part of a transaction is done: it follows those whose messages it takes, and may bring some itself. */
    void pass(JournaledTransaction transaction, List<Change> changes) {
        forgetComplete();
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
        if (first <= last) arrivals.put(first, new Arrival(transaction, last));
    }

    private void follow(JournaledTransaction transaction, Change.Settle settled) {
        if (arrivals.isEmpty()) return;
        Long from = arrivals.floorKey(settled.first());
        long end = settled.first() + settled.count();
        for (Arrival arrival : arrivals.subMap(from == null ? settled.first() : from, Math.max(end, settled.first())).values()) {
            if (arrival.last >= settled.first()) transaction.follow(arrival.transaction);
        }
    }

    /** From the first on, as far as they are: what stands behind one that is not is forgotten later. */
    private void forgetComplete() {
        for (Map.Entry<Long, Arrival> first = arrivals.firstEntry();
             first != null && first.getValue().transaction.isComplete(); first = arrivals.firstEntry()) {
            arrivals.pollFirstEntry();
        }
    }
}
