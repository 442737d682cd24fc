package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalProducer;
import io.leveret.persistence.journal.Place;
import java.util.Arrays;

/** What a queue has got of messages that are written elsewhere, gathered for one record as long as positions follow each other. */
final class References {

    private static final long AT_ONCE = 0;
    private static final int MOST = 256;
    private static final int FIRST_ROOM = 8;

    private final JournaledQueueLog log;
    private final LoopStore store;
    private Place[] places; // null until needed: most queues never refer to anything
    private int[] sizes;
    private boolean[] placed;
    private int count;
    private long first;
    private int priority;

    References(JournaledQueueLog log, LoopStore store) {
        this.log = log;
        this.store = store;
    }

    /** @param isPlaced whether the queue needs not be told where the body is */
    void add(long position, Place body, int size, int messagePriority, boolean isPlaced) {
        if (count > 0 && (position != first + count || messagePriority != priority || count == MOST)) append();
        if (count == 0) {
            first = position;
            priority = messagePriority;
        }
        if (places == null) {
            places = new Place[FIRST_ROOM];
            sizes = new int[FIRST_ROOM];
            placed = new boolean[FIRST_ROOM];
        } else if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
            placed = Arrays.copyOf(placed, 2 * count);
        }
        places[count] = body;
        placed[count] = isPlaced;
        sizes[count++] = size;
    }

    /** Has the journal have them. */
    void append() {
        if (count == 0) return;
        JournalProducer producer = store.producer();
        producer.beginRefer(log.id(), first, count, priority, AT_ONCE);
        for (int i = 0; i < count; i++) producer.refer(places[i], sizes[i]);
        producer.endRefer();
        long at = producer.position() - 1;
        for (int i = 0; i < count; i++) {
            if (!placed[i]) store.unplaced().add(log, first + i, at, places[i]);
        }
        clear();
    }

    void clear() {
        if (count == 0) return;
        Arrays.fill(places, 0, count, null);
        count = 0;
    }
}
