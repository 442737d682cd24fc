package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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

    /** What was delivered under a tag. */
    record Delivery(long tag, QueueRef queue, QueuedMessage message) {
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

    /**
     * Puts back what was taken, each in its old place: for a transaction that is rolled back. Most slots are still there;
     * what has lost its own is merged with the rest.
     */
    void putBack(List<Delivery> taken) {
        List<Delivery> youngestFirst = new ArrayList<>(taken);
        youngestFirst.sort(Comparator.comparingLong(Delivery::tag).reversed());
        List<Delivery> homeless = new ArrayList<>(0);
        for (Delivery delivery : youngestFirst) if (!putBackInPlace(delivery)) homeless.add(delivery);
        if (!homeless.isEmpty()) merge(homeless);
    }

    private boolean putBackInPlace(Delivery delivery) {
        if (used == 0) {
            add(delivery.tag(), delivery.queue(), delivery.message());
            return true;
        }
        if (delivery.tag() < tags[head]) {
            if (used == tags.length) makeRoom();
            head = slot(tags.length - 1);
            used++;
            fill(0, delivery);
            return true;
        }
        int place = place(delivery.tag());
        if (place < 0) return false;
        fill(place, delivery);
        return true;
    }

    private void fill(int offset, Delivery delivery) {
        put(slot(offset), delivery.tag(), delivery.queue(), delivery.message());
        outstanding++;
    }

    private void merge(List<Delivery> deliveries) {
        takeAll((tag, queue, message) -> deliveries.add(new Delivery(tag, queue, message)));
        deliveries.sort(Comparator.comparingLong(Delivery::tag));
        for (Delivery delivery : deliveries) add(delivery.tag(), delivery.queue(), delivery.message());
    }

    /** The tags of these messages, in this order; 0 for one that is not outstanding. */
    long[] tagsOf(List<QueuedMessage> wanted) {
        Map<QueuedMessage, Integer> places = new IdentityHashMap<>();
        for (int i = 0; i < wanted.size(); i++) places.put(wanted.get(i), i);
        long[] found = new long[wanted.size()];
        for (int i = 0; i < used && !places.isEmpty(); i++) {
            QueuedMessage message = messages[slot(i)];
            Integer place = message == null ? null : places.remove(message);
            if (place != null) found[place] = tags[slot(i)];
        }
        return found;
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
        int place = place(tag);
        return place < 0 || messages[slot(place)] == null ? -1 : place;
    }

    /** @return the offset of a tag that has a slot, outstanding or settled, or -1 */
    private int place(long tag) {
        if (used == 0) return -1;
        long distance = tag - tags[head];
        if (distance < 0) return -1;
        if (distance < used && tags[slot((int) distance)] == tag) return (int) distance;
        int low = 0;
        int high = used - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long there = tags[slot(middle)];
            if (there == tag) return middle;
            if (there < tag) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
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
}
