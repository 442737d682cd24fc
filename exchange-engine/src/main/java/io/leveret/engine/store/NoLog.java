package io.leveret.engine.store;

import io.leveret.engine.message.Message;
import java.util.List;
import java.util.function.Consumer;

/** The log of a queue of which nothing outlives the process. */
class NoLog implements QueueLog {

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
    }

    @Override
    public void removeBefore(long position, long[] kept) {
    }

    @Override
    public void handedOut(long position) {
    }

    @Override
    public void postponed(long position, long dueAt) {
    }

    @Override
    public void returned(long position, int failures, int acquisitions) {
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
    }

    @Override
    public boolean canPageOut() {
        return false;
    }

    @Override
    public void pageOut(long position, Message message, long expiresAt) {
        throw new UnsupportedOperationException("messages stay in the heap");
    }

    @Override
    public boolean isReadable(long position) {
        return false;
    }

    @Override
    public void read(long[] positions, long mostBytes, Consumer<List<ReadBack>> answer) {
        throw new UnsupportedOperationException("messages stay in the heap");
    }
}
