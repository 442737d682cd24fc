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

    /** Whether only one part is missing, so that whoever has one to do has the last. */
    boolean waitsForOne() {
        return open.get() == 1;
    }

    /** A part was handed over. Returns whether it was the last. */
    boolean oneLess() {
        return open.decrementAndGet() == 0;
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
