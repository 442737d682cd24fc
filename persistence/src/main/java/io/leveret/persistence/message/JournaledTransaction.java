package io.leveret.persistence.message;

import io.leveret.engine.store.StoreTransaction;
import io.leveret.persistence.journal.JournalTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A transaction and the parts it still waits for. Whoever does the last part completes it: by then all others have been
 * handed over to the journal.
 */
final class JournaledTransaction implements StoreTransaction {

    private final JournalTransaction inJournal;
    private final AtomicInteger open = new AtomicInteger();
    private List<Runnable> waiting = new ArrayList<>(); // null once it is stored; guarded by this

    JournaledTransaction(JournalTransaction inJournal) {
        this.inJournal = inJournal;
    }

    @Override
    public void expect(int parts) {
        open.addAndGet(parts);
    }

    JournalTransaction inJournal() {
        return inJournal;
    }

    /** How many parts are missing, those that have not been handed over included. */
    int missing() {
        return open.get();
    }

    /** So many parts were handed over. Returns whether they were the last. */
    boolean handedOver(int parts) {
        return open.addAndGet(-parts) == 0;
    }

    synchronized boolean isStored() {
        return waiting == null;
    }

    /** Runs the task once it is stored as a whole, on whatever thread. */
    void whenStored(Runnable task) {
        synchronized (this) {
            if (waiting != null) {
                waiting.add(task);
                return;
            }
        }
        task.run();
    }

    void stored() {
        List<Runnable> tasks;
        synchronized (this) {
            tasks = waiting;
            waiting = null;
        }
        tasks.forEach(Runnable::run);
    }
}
