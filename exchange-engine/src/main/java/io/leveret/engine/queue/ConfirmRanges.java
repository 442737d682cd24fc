package io.leveret.engine.queue;

import io.leveret.engine.message.Confirmations;
import java.util.Arrays;

/**
 * Publishes of one turn whose publishers wait for a confirm, as ranges per publisher: a burst of a channel that
 * publishes to one queue is a single range.
 */
final class ConfirmRanges implements Runnable {

    private Confirmations[] publishers = new Confirmations[2];
    private long[] first = new long[2];
    private long[] last = new long[2];
    private int size;

    void add(Confirmations publisher, long sequence) {
        if (publisher == Confirmations.NONE) return;
        if (size > 0 && publishers[size - 1] == publisher && last[size - 1] == sequence - 1) {
            last[size - 1] = sequence;
            return;
        }
        if (size == publishers.length) grow();
        publishers[size] = publisher;
        first[size] = sequence;
        last[size] = sequence;
        size++;
    }

    boolean endWith(Confirmations publisher, long sequence) {
        return size > 0 && publishers[size - 1] == publisher && last[size - 1] == sequence;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Tells every publisher; callable on any thread. */
    @Override
    public void run() {
        for (int i = 0; i < size; i++) publishers[i].confirmed(first[i], last[i]);
    }

    /** Tells every publisher that it was refused. */
    void reject() {
        for (int i = 0; i < size; i++) publishers[i].rejected(first[i], last[i]);
    }

    /** Forgets everything, to be filled again. */
    void clear() {
        Arrays.fill(publishers, 0, size, null);
        size = 0;
    }

    private void grow() {
        publishers = Arrays.copyOf(publishers, 2 * size);
        first = Arrays.copyOf(first, 2 * size);
        last = Arrays.copyOf(last, 2 * size);
    }
}
