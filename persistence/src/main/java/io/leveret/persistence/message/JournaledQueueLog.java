package io.leveret.persistence.message;

import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.ReadBack;
import io.leveret.engine.store.Recovered;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.persistence.journal.Change;
import io.leveret.persistence.journal.JournalProducer;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The log of a durable queue. Everything is in its index at once; what a restart needs goes to the journal. */
final class JournaledQueueLog implements QueueLog {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long AT_ONCE = 0;
    private static final int NO_PRIORITY = -1;

    private final StoredQueue queue;
    private final QueueIndex index;
    private final LoopStore store;
    private final JournalProducer producer;
    private final ColdReader reader;

    /** Each null until the queue has anything to do with it. */
    private PagedOut pagedOut;
    private References references;
    private OpenParts openParts;
    private Brought brought;

    private List<Change> part; // of a transaction, while it is done; else null
    private boolean isUnfinished;
    private boolean mayBeInJournal;
    private long handedOutTold;

    JournaledQueueLog(StoredQueue queue, LoopStore store, ColdReader reader) {
        this.queue = queue;
        this.index = queue.index();
        this.store = store;
        this.producer = store.producer();
        this.reader = reader;
        this.mayBeInJournal = queue.nextPosition() > Recovered.NOTHING.nextPosition();
        this.handedOutTold = queue.handedOutUpTo();
        queue.use(store.live());
    }

    @Override
    public Recovered recovered() {
        return queue;
    }

    @Override
    public void append(long position, Message message, long expiresAt) {
        append(position, message, expiresAt, AT_ONCE);
    }

    @Override
    public void appendDelayed(long position, Message message, long dueAt) {
        append(position, message, NEVER, dueAt);
        index.dueAt(position, dueAt);
    }

    private void append(long position, Message message, long expiresAt, long dueAt) {
        int priority = message.priority(NO_PRIORITY);
        index.addPending(position, message.body().size());
        if (priority >= 0) index.priority(position, priority);
        queue.reached(position);
        mayBeInJournal = true;
        long now = store.loop().millis();
        SharedBody shared = expiresAt == NEVER && dueAt == AT_ONCE ? (SharedBody) message.stored() : null;
        boolean refers = shared != null && shared.mayBeReferredTo(now, store);
        int size = (int) message.body().size();
        if (part != null) {
            part.add(refers ? new Change.Refer(queue.id(), position, AT_ONCE, shared.place(), size, priority)
                    : new Change.Publish(queue.id(), position, expiresAt, dueAt, now, message, new Place()));
        } else if (refers) {
            refer(position, shared.place(), size, priority);
        } else {
            appendReferences();
            long at = producer.publish(queue.id(), position, now, expiresAt, dueAt, message);
            store.unplaced().add(this, position, at, null);
            store.touched();
        }
    }

    /** A body whose place is known is needed there from now on, whenever the journal gets to know that. */
    private void refer(long position, Place body, int size, int priority) {
        boolean isPlaced = body.isKnown() && index.place(position, body.lsn());
        if (references == null) references = new References(this, store);
        references.add(position, body, size, priority, isPlaced);
        unfinished();
    }

    /** Where a message stands has become known. */
    void placed(long position, long location) {
        if (!index.place(position, location)) store.live().left(Lsn.segment(location), 1);
    }

    @Override
    public void remove(long position) {
        if (!index.remove(position)) return;
        settle(position, 1);
        store.touched();
    }

    @Override
    public void removeBefore(long position, long[] kept) {
        IndexCursor cursor = index.from(Long.MIN_VALUE);
        if (!cursor.next()) return;
        long first = cursor.position();
        for (long each : openParts == null ? kept : openParts.with(kept)) {
            if (each >= position) break;
            settle(first, each - first);
            first = Math.max(first, each + 1);
        }
        settle(first, position - first);
        index.removeBefore(position, kept);
        store.touched();
    }

    /** So many positions from the first on, if any. */
    private void settle(long first, long count) {
        if (count <= 0) return;
        appendReferences(); // the journal is read in its order
        long from = first;
        for (long left = count; left > 0; left -= Integer.MAX_VALUE, from += Integer.MAX_VALUE) {
            int some = (int) Math.min(left, Integer.MAX_VALUE);
            if (part != null) part.add(new Change.Settle(queue.id(), from, some));
            else producer.settle(queue.id(), from, some);
        }
    }

    @Override
    public void handedOut(long position) {
        if (queue.handedOut(position) && !index.isEmpty()) unfinished();
    }

    @Override
    public void returned(long position, int failures, int acquisitions) {
        if (!index.contains(position)) return;
        index.returned(position, failures, acquisitions);
        if (Location.isScratch(index.locationOf(position))) return;
        appendReferences();
        producer.returned(queue.id(), position, failures, acquisitions);
        store.touched();
    }

    @Override
    public void postponed(long position, long dueAt) {
        if (!index.contains(position)) return;
        index.dueAt(position, dueAt);
        if (Location.isScratch(index.locationOf(position))) return;
        appendReferences();
        producer.postponed(queue.id(), position, dueAt);
        store.touched();
    }

    // ---- transactions

    @Override
    public void enter(StoreTransaction transaction) {
        appendReferences();
        part = new ArrayList<>();
    }

    @Override
    public void leave(StoreTransaction transaction) {
        JournaledTransaction journaled = (JournaledTransaction) transaction;
        List<Change> changes = part;
        part = null;
        if (openParts == null) {
            openParts = new OpenParts();
            brought = new Brought();
        }
        openParts.add(journaled, changes);
        brought.pass(journaled, changes);
        store.append(journaled, changes);
        for (Change change : changes) {
            if (change instanceof Change.Publish publish) {
                store.unplaced().add(this, publish.position(), producer.position() - 1, publish.place());
            } else if (change instanceof Change.Refer refer) {
                store.unplaced().add(this, refer.position(), producer.position() - 1, refer.body());
            }
        }
    }

    @Override
    public void whenDurable(Runnable task) {
        appendReferences();
        store.whenStored(behindOpenParts(task));
    }

    @Override
    public void whenTransactionsDurable(Runnable task) {
        behindOpenParts(task).run();
    }

    private Runnable behindOpenParts(Runnable task) {
        return openParts == null ? task : openParts.behind(task);
    }

    private void appendReferences() {
        if (references != null) references.append();
    }

    // ---- the end

    @Override
    public void delete() {
        if (references != null) references.clear();
        if (part != null) part.removeIf(change -> !(change instanceof Change.Settle));
        index.removeAll();
        store.queues().remove(queue);
        store.touched();
        if (!mayBeInJournal) return;
        if (openParts == null || openParts.isEmpty()) gone();
        else store.whenStored(openParts.behind(() -> store.loop().execute(this::gone)));
    }

    /** What left the queue with a transaction has to be where it went before the journal forgets that it was here. */
    private void gone() {
        producer.queueGone(queue.id());
        store.touched();
    }

    /** At the end of the loop's turn. */
    void finish() {
        isUnfinished = false;
        appendReferences();
        if (queue.handedOutUpTo() <= handedOutTold || index.isEmpty()) return;
        handedOutTold = queue.handedOutUpTo();
        producer.handedOut(queue.id(), handedOutTold);
    }

    private void unfinished() {
        if (isUnfinished) return;
        isUnfinished = true;
        store.touchedBy(this);
    }

    // ---- out of the heap and back

    @Override
    public boolean canPageOut() {
        return store.scratch().isUsable();
    }

    @Override
    public void pageOut(long position, Message message, long expiresAt) {
        if (pagedOut == null) pagedOut = new PagedOut(index, store.scratch());
        pagedOut.add(position, message, expiresAt);
    }

    @Override
    public boolean isReadable(long position) {
        return index.locationOf(position) > Location.NONE;
    }

    @Override
    public void read(long[] positions, long mostBytes, Consumer<List<ReadBack>> answer) {
        reader.read(store.loop(), queue.id(), index, positions, mostBytes, answer);
    }

    long id() {
        return queue.id();
    }

    StoredQueue queue() {
        return queue;
    }
}
