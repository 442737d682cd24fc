package io.leveret.engine.store;

import io.leveret.engine.loop.Loop;
import java.util.List;

/** Keeps nothing: everything lives in memory and ends with the process. */
public final class TransientStore implements MessageStore, CatalogStore {

    @Override
    public QueueLog open(long queueId, boolean durable, Loop home) {
        return QueueLog.NONE;
    }

    @Override
    public void restored() {
    }

    @Override
    public SharedBodies sharedBodies(Loop loop) {
        return SharedBodies.NONE;
    }

    @Override
    public StoreTransaction begin() {
        return StoreTransaction.NONE;
    }

    @Override
    public boolean isBusy() {
        return false;
    }

    @Override
    public void whenDrained(Runnable task) {
        task.run();
    }

    @Override
    public void append(List<CatalogChange> changes) {
    }

    @Override
    public void whenStored(Runnable task) {
        task.run();
    }

    @Override
    public void close() {
    }
}
