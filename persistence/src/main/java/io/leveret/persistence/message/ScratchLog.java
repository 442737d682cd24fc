package io.leveret.persistence.message;

import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.ReadBack;
import io.leveret.engine.store.Recovered;
import io.leveret.engine.store.StoreTransaction;
import java.util.List;
import java.util.function.Consumer;

/** The log of a queue that does not outlive the process: messages only leave the heap. */
final class ScratchLog implements QueueLog {

    private final long queueId;
    private final LoopScratch scratch;
    private final ColdReader reader;
    private final QueueIndex index;
    private final PagedOut pagedOut;

    ScratchLog(long queueId, LoopScratch scratch, ColdReader reader, IndexSpill spill) {
        this.queueId = queueId;
        this.scratch = scratch;
        this.reader = reader;
        this.index = new QueueIndex(scratch, spill);
        this.pagedOut = new PagedOut(index, scratch);
    }

    @Override
    public Recovered recovered() {
        return Recovered.NOTHING;
    }

    @Override
    public void append(long position, Message message, long expiresAt) {
    }

    @Override
    public void appendDelayed(long position, Message message, long dueAt) {
    }

    @Override
    public void remove(long position) {
        index.remove(position);
    }

    @Override
    public void removeBefore(long position, long[] kept) {
        index.removeBefore(position, kept);
    }

    @Override
    public void handedOut(long position) {
    }

    /** Nothing of it is there after a restart. */
    @Override
    public void postponed(long position, long dueAt) {
    }

    @Override
    public void returned(long position, int failures, int acquisitions) {
        index.returned(position, failures, acquisitions);
    }

    @Override
    public void enter(StoreTransaction transaction) {
    }

    @Override
    public void leave(StoreTransaction transaction) {
    }

    @Override
    public void whenDurable(Runnable task) {
        task.run();
    }

    @Override
    public void whenTransactionsDurable(Runnable task) {
        task.run();
    }

    @Override
    public void delete() {
        index.removeAll();
    }

    @Override
    public boolean canPageOut() {
        return pagedOut.isPossible();
    }

    @Override
    public void pageOut(long position, Message message, long expiresAt) {
        pagedOut.add(position, message, expiresAt);
    }

    @Override
    public boolean isReadable(long position) {
        return index.locationOf(position) > Location.NONE;
    }

    @Override
    public void read(long[] positions, long mostBytes, Consumer<List<ReadBack>> answer) {
        reader.read(scratch.loop(), queueId, index, positions, mostBytes, answer);
    }
}
