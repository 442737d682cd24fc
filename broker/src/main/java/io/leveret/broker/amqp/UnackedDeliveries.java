package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;

/**
 * What a channel has delivered and the client has not settled, by delivery tag. Lives on the connection's loop.
 *
 * <p>A ring of slots in the order of the tags. Without gaps a tag stands where its distance from the first one says;
 * else it is found by halving. A settled slot in the middle stays empty until half of all are, then the rest moves
 * together: one old tag that is never settled costs the look-up a little, and no memory.
 */
final class UnackedDeliveries {

    /** Takes what leaves, in the order of the tags. */
    interface Receiver {
        void take(long tag, QueueRef queue, QueuedMessage message);
    }

    private static final int SMALLEST = 16;
    private static final int FEW = 32;

    /** Larger arrays are let go when nothing is outstanding. */
    private static final int KEPT = 1024;

    private long[] tags;
    private QueueRef[] queues;
    private QueuedMessage[] messages;
    private int head;
    private int used;
    private int outstanding;

    /** @param tag higher than all before it */
    void add(long tag, QueueRef queue, QueuedMessage message) {
        if (tags == null) resize(SMALLEST);
        else if (used == tags.length) makeRoom();
        put(slot(used++), tag, queue, message);
        outstanding++;
    }

    int size() {
        return outstanding;
    }

    /**
     * Takes out what the client settles.
     *
     * @param tag 0 with {@code multiple} stands for all there are
     * @throws AmqpException 406 when the tag is not outstanding; then nothing is taken
     */
    void take(long tag, boolean multiple, Receiver receiver) {
        if (multiple && tag == 0) {
            takeAll(receiver);
            return;
        }
        int found = find(tag);
        if (found < 0) throw unknown(tag);
        for (int i = multiple ? 0 : found; i <= found; i++) takeAt(i, receiver);
        trim();
    }

    void takeAll(Receiver receiver) {
        for (int i = 0; i < used; i++) takeAt(i, receiver);
        trim();
    }

    /** Puts one back that was taken, in its old place: for a transaction that is rolled back. */
    void putBack(long tag, QueueRef queue, QueuedMessage message) {
        if (tags == null) resize(SMALLEST);
        else if (used > outstanding) resize(tags.length); // its own empty slot must not stand beside it
        else if (used == tags.length) resize(tags.length * 2);
        int place = used++;
        for (; place > 0 && tags[slot(place - 1)] > tag; place--) move(slot(place - 1), slot(place));
        put(slot(place), tag, queue, message);
        outstanding++;
    }

    /** What is held in memory, settled or not. */
    int slots() {
        return tags == null ? 0 : tags.length;
    }

    private int slot(int offset) {
        return head + offset & tags.length - 1;
    }

    /** @return the offset of an outstanding tag from the head, or -1 */
    private int find(long tag) {
        if (used == 0) return -1;
        long distance = tag - tags[head];
        if (distance < 0) return -1;
        if (distance < used && tags[slot((int) distance)] == tag) return ifOutstanding((int) distance);
        int low = 0;
        int high = used - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long there = tags[slot(middle)];
            if (there == tag) return ifOutstanding(middle);
            if (there < tag) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }

    private int ifOutstanding(int offset) {
        return messages[slot(offset)] == null ? -1 : offset;
    }

    private static AmqpException unknown(long tag) {
        return new AmqpException(
                ReplyCode.PRECONDITION_FAILED, "unknown delivery tag " + Long.toUnsignedString(tag));
    }

    private void takeAt(int offset, Receiver receiver) {
        int slot = slot(offset);
        QueuedMessage message = messages[slot];
        if (message == null) return;
        QueueRef queue = queues[slot];
        messages[slot] = null;
        queues[slot] = null;
        outstanding--;
        receiver.take(tags[slot], queue, message);
    }

    /** Lets go of settled slots: those at the head at once, those in between when they are the most. */
    private void trim() {
        while (used > 0 && messages[head] == null) {
            head = slot(1);
            used--;
        }
        if (outstanding == 0) {
            used = 0;
            if (tags != null && tags.length > KEPT) release();
        } else if (used > FEW && outstanding < used / 2) {
            compact();
        }
    }

    private void makeRoom() {
        if (outstanding <= used / 2) compact();
        else resize(tags.length * 2);
    }

    private void compact() {
        int capacity = Math.max(SMALLEST, Integer.highestOneBit(outstanding) * 4);
        resize(Math.min(capacity, tags.length));
    }

    /** Moves what is outstanding, without the gaps, into arrays of the given length, a power of two. */
    private void resize(int capacity) {
        long[] oldTags = tags;
        QueueRef[] oldQueues = queues;
        QueuedMessage[] oldMessages = messages;
        tags = new long[capacity];
        queues = new QueueRef[capacity];
        messages = new QueuedMessage[capacity];
        int kept = 0;
        for (int i = 0; i < used; i++) {
            int old = head + i & oldTags.length - 1;
            if (oldMessages[old] != null) put(kept++, oldTags[old], oldQueues[old], oldMessages[old]);
        }
        head = 0;
        used = kept;
    }

    private void release() {
        tags = null;
        queues = null;
        messages = null;
        head = 0;
    }

    private void put(int slot, long tag, QueueRef queue, QueuedMessage message) {
        tags[slot] = tag;
        queues[slot] = queue;
        messages[slot] = message;
    }

    private void move(int from, int to) {
        put(to, tags[from], queues[from], messages[from]);
    }
}
