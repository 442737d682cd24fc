package io.leveret.engine.store;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.view.StorageHealth;
import java.util.List;
import java.util.Optional;

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
    public Optional<StorageHealth> health() {
        return Optional.empty();
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
