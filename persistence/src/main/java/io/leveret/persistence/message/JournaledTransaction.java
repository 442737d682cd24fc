package io.leveret.persistence.message;

import io.leveret.engine.store.StoreTransaction;
import io.leveret.persistence.journal.JournalTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A transaction and the parts it still waits for. Whoever does the last part completes it: by then all others have been
 * handed over to the journal. What takes on messages that an earlier transaction has brought is completed behind that one:
 * a restart that brings back the later one alone would have them twice, here and where they came from.
 */
final class JournaledTransaction implements StoreTransaction {

    private final JournalTransaction inJournal;
    private final AtomicInteger open = new AtomicInteger();
    private List<Runnable> waiting = new ArrayList<>(); // null once it is stored; guarded by this
    private List<JournaledTransaction> followers = new ArrayList<>(0); // null once it is complete; guarded by this

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

    /**
     * It takes what the other one has brought, and so is not to be completed before that. Only what began later can know of
     * messages to take, hence no two ever wait for each other; what drops messages for want of room may be older, and makes
     * nothing of them. That it follows the same one twice does no harm.
     */
    void follow(JournaledTransaction earlier) {
        if (earlier.inJournal.id() >= inJournal.id()) return;
        synchronized (earlier) {
            if (earlier.followers == null) return;
            earlier.followers.add(this);
            expect(1);
        }
    }

    /** What completes it was handed over. Returns those that waited for it, one part each. */
    synchronized List<JournaledTransaction> complete() {
        List<JournaledTransaction> waited = followers;
        followers = null;
        return waited;
    }

    synchronized boolean isComplete() {
        return followers == null;
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
        tasks.forEach(WaitingTasks::run);
    }
}
