package io.leveret.persistence.message;

import io.leveret.persistence.journal.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A queue's part in a transaction, as a link of a chain: it is told when its transaction is stored, and by the part before
 * when all up to that are. Both may happen on any thread.
 */
final class OpenPart {

    private final JournaledTransaction transaction;
    private final List<Change.Settle> leaving;
    private final AtomicInteger missing = new AtomicInteger(2);
    private List<Runnable> waiting = new ArrayList<>(0); // null once all up to this one are stored; guarded by this
    private OpenPart next; // guarded by this

    /** @param leaving what leaves the queue with the transaction */
    OpenPart(JournaledTransaction transaction, List<Change.Settle> leaving) {
        this.transaction = transaction;
        this.leaving = leaving;
    }

    List<Change.Settle> leaving() {
        return leaving;
    }

    boolean isStored() {
        return transaction.isStored();
    }

    synchronized boolean isStoredWithThoseBefore() {
        return waiting == null;
    }

    void next(OpenPart part) {
        synchronized (this) {
            if (waiting != null) {
                next = part;
                return;
            }
        }
        part.oneLess();
    }

    void whenStoredWithThoseBefore(Runnable task) {
        synchronized (this) {
            if (waiting != null) {
                waiting.add(task);
                return;
            }
        }
        task.run();
    }

    /** Its transaction is stored, or all before it are. Tells the next by a loop, as a call within a call would go too deep. */
    void oneLess() {
        for (OpenPart part = this; part != null && part.missing.decrementAndGet() == 0; ) part = part.tell();
    }

    private OpenPart tell() {
        List<Runnable> tasks;
        OpenPart told;
        synchronized (this) {
            tasks = waiting;
            waiting = null;
            told = next;
            next = null; // or whoever keeps the first would keep all
        }
        tasks.forEach(WaitingTasks::run);
        return told;
    }
}
