package io.leveret.engine.store;

/** Keeps what exists: the log behind the one door through which the topology changes. */
public interface CatalogStore extends AutoCloseable {

    /** Writes a change down. Called in the order of the changes, under the lock of the virtual host or of the broker; never blocks. */
    void append(CatalogChange change);

    /** Runs the task once every change appended so far is durable: at once on the caller's thread, or later on another. */
    void whenStored(Runnable task);

    @Override
    void close();
}
