package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalVisitor;
import io.leveret.persistence.journal.PublishedRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Builds what is known of queues from what the journal says, on top of what was known before. */
final class Recovery implements JournalVisitor {

    private final Map<Long, StoredQueue> queues = new HashMap<>();
    private final IndexSpill spill;
    private StoredQueue last = new StoredQueue(Long.MIN_VALUE, IndexSpill.NEVER); // most records are of the same queue as the one before

    Recovery(IndexSpill spill) {
        this.spill = spill;
    }

    Collection<StoredQueue> queues() {
        return queues.values();
    }

    /** As it is known so far; new if it is not. */
    StoredQueue queue(long id) {
        if (last.id() != id) last = queues.computeIfAbsent(id, unknown -> new StoredQueue(id, spill));
        return last;
    }

    @Override
    public void published(long lsn, PublishedRecord message) {
        int priority = message.priority();
        message.places((queueId, position) -> put(queueId, position, lsn, message.bodySize(), priority, message.dueAt()));
    }

    @Override
    public void referred(long bodyLsn, long queueId, long position, int size, int priority, long dueAt) {
        put(queueId, position, bodyLsn, size, priority, dueAt);
    }

    @Override
    public void settled(long queueId, long first, int count) {
        StoredQueue queue = queue(queueId);
        queue.reached(first + count - 1);
        if (count == 1) queue.index().remove(first);
        else queue.index().removeRange(first, first + count);
    }

    @Override
    public void handedOut(long queueId, long position) {
        StoredQueue queue = queue(queueId);
        queue.reached(position);
        queue.handedOut(position);
    }

    @Override
    public void returned(long queueId, long position, int failures, int acquisitions) {
        queue(queueId).index().returned(position, failures, acquisitions);
    }

    @Override
    public void postponed(long queueId, long position, long dueAt) {
        queue(queueId).index().dueAt(position, dueAt);
    }

    @Override
    public void queueGone(long queueId) {
        queue(queueId).index().removeAll();
    }

    @Override
    public long newestSegment() {
        return queues.values().stream().mapToLong(queue -> queue.index().newestSegment()).max().orElse(0);
    }

    private void put(long queueId, long position, long location, long size, int priority, long dueAt) {
        StoredQueue queue = queue(queueId);
        queue.reached(position);
        QueueIndex index = queue.index();
        int failures = index.failuresOf(position); // of a message that has only been copied
        int acquisitions = index.acquisitionsOf(position);
        long due = dueAt != 0 ? dueAt : index.dueAt(position);
        index.put(position, location, size);
        if (failures != 0 || acquisitions != 0) index.returned(position, failures, acquisitions);
        if (priority >= 0) index.priority(position, priority);
        if (due != 0) index.dueAt(position, due);
    }
}
