package io.leveret.persistence.message;

import io.leveret.persistence.journal.Place;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages that were appended and whose place in the journal is not known yet, in the order of appending. */
final class Unplaced {

    /** Is told of a message and its place. */
    interface Visitor {
        void placed(JournaledQueueLog queue, long position, long location);
    }

    private static final Logger log = LoggerFactory.getLogger(Unplaced.class);

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
    void add(JournaledQueueLog queue, long position, long at, Place place) {
        if (size == logs.length) grow();
        int index = head + size & logs.length - 1;
        logs[index] = queue;
        positions[index] = position;
        appendedAt[index] = at;
        places[index] = place;
        size++;
    }

    /** What was appended from the first position to the second stands there now. */
    void written(long from, long to, long lsn, Visitor visitor) {
        while (size > 0 && appendedAt[head] < to) {
            JournaledQueueLog queue = logs[head];
            long location = places[head] != null ? places[head].lsn() : lsn + appendedAt[head] - from;
            long position = positions[head];
            logs[head] = null;
            places[head] = null;
            head = head + 1 & logs.length - 1;
            size--;
            tell(visitor, queue, position, location);
        }
    }

    /** Tells of those that refer to what is written already. */
    void forEachReference(Visitor visitor) {
        for (int i = 0; i < size; i++) {
            int index = head + i & logs.length - 1;
            Place place = places[index];
            if (place != null && place.isKnown()) visitor.placed(logs[index], positions[index], place.lsn());
        }
    }

    private static void tell(Visitor visitor, JournaledQueueLog queue, long position, long location) {
        try {
            visitor.placed(queue, position, location);
        } catch (RuntimeException e) { // it stays in the heap; the others have places too
            log.error("nobody took note of where message {} stands, at {}", position, Location.describe(location), e);
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
