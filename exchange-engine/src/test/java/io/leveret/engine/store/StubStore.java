package io.leveret.engine.store;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.view.StorageHealth;
import java.util.Optional;

/** A store for tests: keeps nothing but what they care for. */
public abstract class StubStore implements MessageStore {

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
    public void close() {
    }
}
