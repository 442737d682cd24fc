package io.leveret.engine.browse;

import io.leveret.engine.queue.Browsed;
import io.leveret.engine.queue.Place;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.Slice;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Looks for messages in a queue, without disturbing it: in slices, between which the queue knows nothing of it. Used by one
 * thread, which waits for the slices and does what takes time itself.
 */
public final class Search {

    /** A queue's turn is over soon after so much. */
    static final int SLICE_MESSAGES = 256;
    static final long SLICE_BYTES = 2 << 20;
    private static final int SKIPPED_AT_ONCE = 1024;

    private final QueueRef queue;
    private final MessageFilter filter;
    private final long mostMillis;
    private long until;
    private boolean hasBegun;
    private Cursor cursor;
    private boolean atEnd;
    private long searched;

    /** @param mostMillis from the first step on, after which it takes none any more */
    public Search(QueueRef queue, MessageFilter filter, Cursor from, long mostMillis) {
        this.queue = queue;
        this.filter = filter;
        this.mostMillis = mostMillis;
        this.cursor = from;
    }

    /** Takes in what the caller makes of a message. */
    public interface Taker {
        /**
         * @param number how many messages are before it
         * @return whether the next one is wanted too
         */
        boolean take(Browsed message, long number);
    }

    /**
     * Passes messages by unseen.
     *
     * @return how many are still to be passed: there are not so many, or there was no time
     */
    public long skip(long count) {
        begin();
        long left = count;
        while (left > 0 && !atEnd) {
            int most = (int) Math.min(left, SKIPPED_AT_ONCE);
            Place from = cursor.place();
            Slice passed = Asking.ask(answer -> queue.contents().skip(from, most, answer));
            left -= passed.passed();
            cursor = cursor.to(passed.end(), passed.passed());
            atEnd = passed.isLast();
            if (isLate()) break;
        }
        return left;
    }

    private void begin() {
        if (hasBegun) return;
        hasBegun = true;
        until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
    }

    private boolean isLate() {
        return System.nanoTime() - until > 0;
    }

    /** Goes on until the taker has enough, the end is reached, so many were searched, or so much time has passed. */
    public void run(Taker taker, long mostSearched) {
        begin();
        while (!atEnd && searched < mostSearched) {
            int most = (int) Math.min(SLICE_MESSAGES, mostSearched - searched);
            Place from = cursor.place();
            Slice slice = Asking.ask(answer -> queue.contents().look(from, Long.MAX_VALUE, most, SLICE_BYTES, answer));
            if (!take(slice, taker)) return;
        }
    }

    /** @return whether the taker wants more, and there is time */
    private boolean take(Slice slice, Taker taker) {
        long first = cursor.passed();
        List<Browsed> messages = slice.messages();
        for (int i = 0; i < messages.size(); i++) {
            Browsed each = messages.get(i);
            boolean goesOn = !filter.test(each) || taker.take(each, first + i);
            if (goesOn && !isLate()) continue;
            boolean isLast = i == messages.size() - 1;
            passed(isLast ? slice.end() : each.place(), isLast ? slice.passed() : i + 1);
            atEnd = isLast && slice.isLast();
            return false;
        }
        passed(slice.end(), slice.passed());
        atEnd = slice.isLast();
        return true;
    }

    private void passed(Place end, long count) {
        cursor = cursor.to(end, count);
        searched += count;
    }

    /** Up to where everything was searched. */
    public Cursor cursor() {
        return cursor;
    }

    /** How many messages were looked at. */
    public long searched() {
        return searched;
    }

    /** Whether there is nothing behind that. */
    public boolean isAtEnd() {
        return atEnd;
    }
}
