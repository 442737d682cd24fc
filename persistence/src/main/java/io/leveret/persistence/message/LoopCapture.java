package io.leveret.persistence.message;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Collectors;

/** Takes down what a loop's queues hold, in turns that are short enough for an event loop. Used on that loop. */
final class LoopCapture {

    private final LoopStore store;
    private final Deque<StoredQueue> queues;
    private final LiveSegments live;
    private StoredQueue queue;
    private boolean begun;
    private long next;
    private long messages;

    LoopCapture(LoopStore store, int segmentSize) {
        this.store = store;
        this.live = new LiveSegments(segmentSize);
        this.queues = store.queues().stream().sorted(Comparator.comparingLong(StoredQueue::id))
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    LoopStore store() {
        return store;
    }

    /** Fills the buffer; returns whether there is more. */
    boolean fill(ByteBuffer buffer) {
        if (!begun) addReferences();
        begun = true;
        while (buffer.remaining() >= QueueSection.SMALLEST) {
            if (queue == null && !nextQueue()) return false;
            int start = buffer.position();
            next = QueueSection.write(queue, next, buffer, live::seen);
            messages += QueueSection.messages(buffer, start);
            if (next < QueueSection.NOTHING_LEFT) return true;
            live.add(store, queue);
            queue = null;
        }
        return true;
    }

    /**
     * No queue knows yet where such a message stands, however long the disk takes to write the reference; and when it is
     * written the body must still be there. References that come later are to bodies so young that their segments are kept.
     */
    private void addReferences() {
        store.unplaced().forEachReference((log, position, location) -> live.addPending(store, log.queue(), position, location));
    }

    LiveSegments live() {
        return live;
    }

    long messages() {
        return messages;
    }

    /** What was deleted meanwhile is left out. */
    private boolean nextQueue() {
        do {
            queue = queues.poll();
        } while (queue != null && !store.queues().contains(queue));
        next = Long.MIN_VALUE;
        return queue != null;
    }
}
