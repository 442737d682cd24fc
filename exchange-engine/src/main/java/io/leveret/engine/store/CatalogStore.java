package io.leveret.engine.store;

import java.util.List;

/** Keeps what exists: the log behind the one door through which the topology changes. */
public interface CatalogStore extends AutoCloseable {

    /** Writes a change down. Called in the order of the changes, under the lock of the virtual host or of the broker; never blocks. */
    default void append(CatalogChange change) {
        append(List.of(change));
    }

    /** Writes changes down of which a restart brings back all or none. */
    void append(List<CatalogChange> changes);

    /**
     * Runs the task once every change appended so far is durable: at once on the caller's thread, or later on another.
     * Never, if that cannot be had any more.
     */
    void whenStored(Runnable task);

    @Override
    void close();
}
