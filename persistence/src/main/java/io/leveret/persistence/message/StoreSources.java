package io.leveret.persistence.message;

import io.leveret.persistence.Ownership;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.JournalListener;
import io.leveret.persistence.journal.ReplayRequest;
import java.io.IOException;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * What a store is made from; tests turn all of it by hand.
 *
 * @param journal     opens it
 * @param checkpoints where they are kept
 * @param spill       takes parts of indexes when they are too much for the heap
 * @param ownership of the directory
 * @param names      what a queue is called, by its id
 * @param slack       bytes that segments may take beyond a part of what is needed of them
 */
record StoreSources(JournalOpening journal, JournalFiles checkpoints, ScratchStore scratch, IndexSpill spill, ReaderThreads threads,
                    Background background, Ownership ownership, LongFunction<String> names, long slack, LongSupplier nanoTime, LongSupplier millis) {

    /** Opens the journal, which reads what it holds. */
    interface JournalOpening {
        Journal open(ReplayRequest request, JournalListener listener) throws IOException;
    }
}
