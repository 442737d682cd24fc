package io.leveret.engine.queue;

import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Messages of a queue that wait before they are handed out, for the first time or again, the earliest due first. Those
 * in the heap are linked in the order they came, as the oldest leave the heap first.
 */
final class DelayedMessages {

    private static final Comparator<Delayed> EARLIEST_FIRST =
        Comparator.comparingLong(Delayed::dueAt).thenComparingLong(Delayed::position);

    private final NavigableSet<Delayed> waiting = new TreeSet<>(EARLIEST_FIRST);
    private final Delayed ends = new Delayed(0, 0, null, true);
    private long bareRetries;

    DelayedMessages() {
        ends.previous = ends;
        ends.next = ends;
    }

    /** @param again whether it had been handed out before */
    void add(QueuedMessage message, long dueAt, boolean again) {
        Delayed delayed = new Delayed(message.position(), dueAt, message.isInHeap() ? message : null, again);
        waiting.add(delayed);
        if (message.isInHeap()) link(delayed);
        else if (again) bareRetries++;
    }

    /** One that is not in the heap. */
    void addCold(long position, long dueAt, boolean again) {
        waiting.add(new Delayed(position, dueAt, null, again));
        if (again) bareRetries++;
    }

    /** @return one whose wait is over, or null */
    Delayed pollDue(long millis) {
        Delayed first = firstOrNull();
        if (first == null || first.dueAt > millis) return null;
        end(first);
        return first;
    }

    /** @return the one at that place that is due then, which waits no more, or null */
    Delayed take(long position, long dueAt) {
        Delayed wanted = new Delayed(position, dueAt, null, false);
        Delayed found = waiting.ceiling(wanted);
        if (found == null || EARLIEST_FIRST.compare(found, wanted) != 0) return null;
        end(found);
        return found;
    }

    /** @return so many of those that are due after that one, or at the same time and came later; the earliest first */
    List<Delayed> after(long position, long dueAt, int most) {
        return waiting.tailSet(new Delayed(position, dueAt, null, false), false).stream().limit(most).toList();
    }

    private void end(Delayed waited) {
        waiting.remove(waited);
        unlink(waited);
        if (waited.message == null && waited.again) bareRetries--;
        waited.due = true;
    }

    private Delayed firstOrNull() {
        return waiting.isEmpty() ? null : waiting.first();
    }

    /** Milliseconds since 1970, {@link QueuedMessage#NEVER} when nothing waits. */
    long nextDue() {
        Delayed first = firstOrNull();
        return first == null ? QueuedMessage.NEVER : first.dueAt;
    }

    /** @return the oldest that may leave the heap and was not asked for before, or null; it goes on waiting */
    Delayed nextInHeap() {
        Delayed oldest = ends.next;
        if (oldest == ends) return null;
        unlink(oldest);
        return oldest;
    }

    int size() {
        return waiting.size();
    }

    /** It goes on waiting with nothing in the heap but when and where; it was the {@linkplain #nextInHeap next}. */
    void leaveHeap(Delayed delayed) {
        delayed.message = null;
        if (delayed.again) bareRetries++;
    }

    /** How many of those that came back wait with nothing else in the heap. */
    long bareRetries() {
        return bareRetries;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void forEach(Consumer<Delayed> visitor) {
        waiting.forEach(visitor);
    }

    void clear() {
        waiting.clear();
        bareRetries = 0;
        ends.previous = ends;
        ends.next = ends;
    }

    private void link(Delayed delayed) {
        delayed.previous = ends.previous;
        delayed.next = ends;
        ends.previous.next = delayed;
        ends.previous = delayed;
    }

    private static void unlink(Delayed delayed) {
        if (delayed.next == null) return;
        delayed.previous.next = delayed.next;
        delayed.next.previous = delayed.previous;
        delayed.previous = null;
        delayed.next = null;
    }

    /** A message that waits: in the heap, or nothing but its position. */
    static final class Delayed {
        private final long position;
        private final long dueAt;
        private final boolean again;
        private boolean due;
        private Delayed previous;
        private Delayed next;

        /** Null while it is not in the heap. */
        QueuedMessage message;

        private Delayed(long position, long dueAt, QueuedMessage message, boolean again) {
            this.position = position;
            this.dueAt = dueAt;
            this.message = message;
            this.again = again;
        }

        long position() {
            return position;
        }

        long dueAt() {
            return dueAt;
        }

        /** Whether it had been handed out before. */
        boolean isAgain() {
            return again;
        }

        /** Whether it waits no more. */
        boolean isDue() {
            return due;
        }
    }
}
