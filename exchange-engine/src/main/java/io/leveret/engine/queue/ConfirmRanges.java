package io.leveret.engine.queue;

import io.leveret.engine.message.Confirmations;
import java.util.Arrays;

/**
 * Publishes of one turn whose publishers wait for a confirm, as ranges per publisher: a burst of a channel that
 * publishes to one queue is a single range.
 */
final class ConfirmRanges implements Runnable {

    private static final int FIRST_ROOM = 2;
    private static final Confirmations[] NOBODY = new Confirmations[0];
    private static final long[] NOTHING = new long[0];

    private Confirmations[] publishers = NOBODY;
    private long[] first = NOTHING;
    private long[] last = NOTHING;
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
        int room = Math.max(FIRST_ROOM, 2 * size);
        publishers = Arrays.copyOf(publishers, room);
        first = Arrays.copyOf(first, room);
        last = Arrays.copyOf(last, room);
    }
}
