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

    /** The latest range, which nearly always is the only one; null when there is none. */
    private Confirmations publisher;
    private long from;
    private long to;

    /** Those before it. */
    private Confirmations[] publishers = NOBODY;
    private long[] first = NOTHING;
    private long[] last = NOTHING;
    private int size;

    void add(Confirmations asking, long sequence) {
        if (asking == Confirmations.NONE) return;
        if (publisher == asking && to == sequence - 1) {
            to = sequence;
            return;
        }
        if (publisher != null) keepLatest();
        publisher = asking;
        from = sequence;
        to = sequence;
    }

    boolean endWith(Confirmations asking, long sequence) {
        return publisher == asking && to == sequence;
    }

    boolean isEmpty() {
        return publisher == null;
    }

    /** Tells every publisher; callable on any thread. */
    @Override
    public void run() {
        for (int i = 0; i < size; i++) publishers[i].confirmed(first[i], last[i]);
        if (publisher != null) publisher.confirmed(from, to);
    }

    /** Tells every publisher that it was refused. */
    void reject() {
        for (int i = 0; i < size; i++) publishers[i].rejected(first[i], last[i]);
        if (publisher != null) publisher.rejected(from, to);
    }

    /** Forgets everything, to be filled again. */
    void clear() {
        publisher = null;
        if (size == 0) return;
        Arrays.fill(publishers, 0, size, null);
        size = 0;
    }

    private void keepLatest() {
        if (size == publishers.length) grow();
        publishers[size] = publisher;
        first[size] = from;
        last[size] = to;
        size++;
    }

    private void grow() {
        int room = Math.max(FIRST_ROOM, 2 * size);
        publishers = Arrays.copyOf(publishers, room);
        first = Arrays.copyOf(first, room);
        last = Arrays.copyOf(last, room);
    }
}
