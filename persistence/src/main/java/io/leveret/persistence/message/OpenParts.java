package io.leveret.persistence.message;

import io.leveret.persistence.journal.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The parts that a queue has left in transactions which are not stored yet. Should they never be, what leaves the queue with
 * them has never left: nothing else may take it out of the journal meanwhile. A slow disk leaves very many of them open, so
 * none is looked at for the sake of another: whoever waits for all of them waits for the last. Lives on the queue's loop.
 */
final class OpenParts {

    private final Deque<OpenPart> parts = new ArrayDeque<>(0);

    void add(JournaledTransaction transaction, List<Change> changes) {
        OpenPart before = parts.peekLast();
        OpenPart part = new OpenPart(transaction, settled(changes));
        parts.add(part);
        if (before == null) part.oneLess();
        else before.next(part);
        transaction.whenStored(part::oneLess);
        forgetStored();
    }

    private static List<Change.Settle> settled(List<Change> changes) {
        List<Change.Settle> settled = new ArrayList<>(0);
        for (Change change : changes) if (change instanceof Change.Settle settle) settled.add(settle);
        return settled;
    }

    boolean isEmpty() {
        forgetStored();
        return parts.isEmpty();
    }

    /** What runs the task once all that are open now are stored, on whatever thread. */
    Runnable behind(Runnable task) {
        OpenPart last = parts.peekLast();
        return last == null ? task : () -> last.whenStoredWithThoseBefore(task);
    }

    /** These positions and those that are leaving, rising. */
    long[] with(long[] kept) {
        forgetStored();
        if (parts.isEmpty()) return kept;
        LongStream leaving = parts.stream().filter(part -> !part.isStored()).flatMap(part -> part.leaving().stream())
                .flatMapToLong(settle -> LongStream.range(settle.first(), settle.first() + settle.count()));
        return LongStream.concat(LongStream.of(kept), leaving).sorted().toArray();
    }

    private void forgetStored() {
        while (!parts.isEmpty() && parts.peekFirst().isStoredWithThoseBefore()) parts.removeFirst();
    }
}
