package io.leveret.persistence.message;

import io.leveret.persistence.journal.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The parts that a queue has left in transactions which are not stored yet. Should they never be, what leaves the queue with
 * them has never left: nothing else may take it out of the journal meanwhile. Lives on the queue's loop.
 */
final class OpenParts {

    /** @param leaving what leaves the queue with the transaction */
    private record Part(JournaledTransaction transaction, List<Change.Settle> leaving) {
    }

    private final List<Part> parts = new ArrayList<>(0);

    void add(JournaledTransaction transaction, List<Change> changes) {
        forgetStored();
        List<Change.Settle> leaving = new ArrayList<>(0);
        for (Change change : changes) if (change instanceof Change.Settle settle) leaving.add(settle);
        parts.add(new Part(transaction, leaving));
    }

    boolean isEmpty() {
        forgetStored();
        return parts.isEmpty();
    }

    List<JournaledTransaction> transactions() {
        return parts.stream().map(Part::transaction).toList();
    }

    /** These positions and those that are leaving, rising. */
    long[] with(long[] kept) {
        if (isEmpty()) return kept;
        LongStream leaving = parts.stream().flatMap(part -> part.leaving.stream())
                .flatMapToLong(settle -> LongStream.range(settle.first(), settle.first() + settle.count()));
        return LongStream.concat(LongStream.of(kept), leaving).sorted().toArray();
    }

    private void forgetStored() {
        if (!parts.isEmpty()) parts.removeIf(part -> part.transaction.isStored());
    }
}
