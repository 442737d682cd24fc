package io.leveret.persistence.message;

import io.leveret.engine.store.ReadBack;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Brings messages back into the heap. */
interface Reading extends AutoCloseable {

    /** To be called on the queue's home loop, where the answer will come; see {@code QueueLog.read}. */
    void read(Executor home, QueueIndex index, long[] positions, long mostBytes, Consumer<List<ReadBack>> answer);

    /** Answers what was asked before. */
    @Override
    void close();
}
