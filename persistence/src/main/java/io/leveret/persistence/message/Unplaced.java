package io.leveret.persistence.message;

import io.leveret.persistence.journal.Place;
import java.util.Arrays;

/** The messages that were appended and whose place in the journal is not known yet, in the order of appending. */
final class Unplaced {

    /** Is told of a message and its place. */
    interface Visitor {
        void placed(JournaledQueueLog log, long position, long location);
    }

    private static final int FIRST_ROOM = 64;

    // A ring
    private JournaledQueueLog[] logs = new JournaledQueueLog[FIRST_ROOM];
    private long[] positions = new long[FIRST_ROOM];
    private long[] appendedAt = new long[FIRST_ROOM];
    private Place[] places = new Place[FIRST_ROOM]; // null where the record itself is the message
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * @param at    a position of the producer's within the record
     * @param place of the message, if that is not where the record is
     */
    void add(JournaledQueueLog log, long position, long at, Place place) {
        if (size == logs.length) grow();
        int index = head + size & logs.length - 1;
        logs[index] = log;
        positions[index] = position;
        appendedAt[index] = at;
        places[index] = place;
        size++;
    }

    /** What was appended from the first position to the second stands there now. */
    void written(long from, long to, long lsn, Visitor visitor) {
        while (size > 0 && appendedAt[head] < to) {
            JournaledQueueLog log = logs[head];
            long location = places[head] != null ? places[head].lsn() : lsn + appendedAt[head] - from;
            long position = positions[head];
            logs[head] = null;
            places[head] = null;
            head = head + 1 & logs.length - 1;
            size--;
            visitor.placed(log, position, location);
        }
    }

    private void grow() {
        int room = 2 * logs.length;
        logs = unrolled(logs, Arrays.copyOf(logs, room));
        places = unrolled(places, Arrays.copyOf(places, room));
        positions = unrolled(positions, new long[room]);
        appendedAt = unrolled(appendedAt, new long[room]);
        head = 0;
    }

    private <T> T[] unrolled(T[] from, T[] to) {
        Arrays.fill(to, null);
        System.arraycopy(from, head, to, 0, from.length - head);
        System.arraycopy(from, 0, to, from.length - head, head);
        return to;
    }

    private long[] unrolled(long[] from, long[] to) {
        System.arraycopy(from, head, to, 0, from.length - head);
        System.arraycopy(from, 0, to, from.length - head, head);
        return to;
    }
}
