package io.leveret.engine.store;

/** Keeps nothing: everything lives in memory and ends with the process. */
public final class TransientStore implements MessageStore, CatalogStore {

    @Override
    public QueueLog open(long queueId) {
        return QueueLog.NONE;
    }

    @Override
    public void append(CatalogChange change) {
    }

    @Override
    public void whenStored(Runnable task) {
        task.run();
    }

    @Override
    public void close() {
    }
}
