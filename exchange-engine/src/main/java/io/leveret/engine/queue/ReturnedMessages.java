package io.leveret.engine.queue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Messages of a line that have come back, the oldest first, in the heap or not. Those in the heap are sorted as a binary
 * tree in an array: what leaves the heap first is taken from its end, where none is that is needed soon.
 */
final class ReturnedMessages implements LineReading.Part {

    private static final int SMALL = 16;

    private QueuedMessage[] tree = new QueuedMessage[SMALL];
    private int inHeap;
    private long heapBytes;
    private boolean isSorted;

    /** Null while there is nothing that is not in the heap. */
    private PositionSet cold;
    private long coldBytes;
    private int nextWindow = HeadRoom.TIGHT.messages;
    private LineReading reading;

    void add(QueuedMessage message) {
        if (message.isInHeap()) addToTree(message);
        else addCold(message);
    }

    /** @return the oldest, or null when it is not in the heap; it stays */
    QueuedMessage peekFirst() {
        return isLoaded() ? tree[0] : null;
    }

    /** @return the oldest, or null when it is not in the heap */
    QueuedMessage pollFirst() {
        if (!isLoaded()) return null;
        QueuedMessage first = tree[0];
        QueuedMessage last = removeLast();
        if (inHeap > 0) sink(last);
        return first;
    }

    /** The position of the oldest; only when there is one. */
    long firstPosition() {
        if (cold == null) return tree[0].position();
        return inHeap == 0 ? cold.first() : Math.min(tree[0].position(), cold.first());
    }

    /** Shows them in order. */
    void list(Listing listing) {
        sort();
        int next = firstBehind(listing.from());
        long nextCold = cold == null ? Long.MAX_VALUE : cold.from(listing.from() + 1);
        boolean goesOn = !listing.isFull();
        while (goesOn && (next < inHeap || nextCold < Long.MAX_VALUE)) {
            if (next < inHeap && tree[next].position() < nextCold) {
                goesOn = listing.add(tree[next++]);
            } else {
                goesOn = listing.addCold(nextCold, true);
                nextCold = cold.from(nextCold + 1);
            }
        }
    }

    void takeOut(Picking picking) {
        sort();
        int kept = 0;
        for (int i = 0; i < inHeap; i++) {
            if (picking.wants(tree[i].position())) {
                picking.take(tree[i]);
                heapBytes -= tree[i].size();
            } else {
                tree[kept++] = tree[i];
            }
        }
        Arrays.fill(tree, kept, inHeap, null);
        inHeap = kept;
        if (cold != null) takeOutCold(picking);
    }

    private void takeOutCold(Picking picking) {
        for (Browsed each : picking.seen()) {
            if (cold.from(each.position()) != each.position()) continue;
            cold.remove(each.position());
            coldBytes -= picking.takeCold(each.position());
            reading = null;
        }
        if (cold.isEmpty()) cold = null;
        if (cold == null || coldBytes < 0) coldBytes = 0;
    }

    /** Only when sorted. */
    private int firstBehind(long position) {
        int low = 0;
        int high = inHeap;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tree[middle].position() <= position) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /** An array in order is such a tree. */
    private void sort() {
        if (isSorted) return;
        Arrays.sort(tree, 0, inHeap, Comparator.comparingLong(QueuedMessage::position));
        isSorted = true;
    }

    boolean isLoaded() {
        return inHeap > 0 && (cold == null || tree[0].position() < cold.first());
    }

    boolean isEmpty() {
        return inHeap == 0 && cold == null;
    }

    long size() {
        return cold == null ? inHeap : inHeap + cold.size();
    }

    int heapSize() {
        return inHeap;
    }

    long heapBytes() {
        return heapBytes;
    }

    /** Bodies of what is not in the heap, nearly. */
    long coldBytes() {
        return coldBytes;
    }

    /** What is not in the heap is gone. */
    void dropCold() {
        cold = null;
        coldBytes = 0;
        reading = null;
    }

    /** Lets go of the youngest, as far as the store has them, and gives it those it has not. */
    void pageOut(Paging paging, HeadRoom room) {
        int from = inHeap;
        while (from > 1 && isTooMuch(room) && paging.mayGoOn()) paging.write(tree[--from]);
        while (inHeap > from && isTooMuch(room) && paging.isReadable(tree[inHeap - 1])) {
            QueuedMessage message = removeLast();
            paging.leave(message);
            addCold(message);
            nextWindow = inHeap; // or what leaves would be read at once, and leave again
        }
        if (!isTooMuch(room)) return;
        if (inHeap > from) paging.waitForStore();
        else paging.goOnLater();
    }

    private boolean isTooMuch(HeadRoom room) {
        return inHeap > room.messages || inHeap > 1 && heapBytes > room.bytes;
    }

    /** @return what should be read next, or null */
    Reading nextReading(FifoMessages line, HeadRoom room) {
        if (reading != null || cold == null || isLoaded() && inHeap > nextWindow / 2) return null;
        int window = Math.min(nextWindow, room.messages);
        int free = isLoaded() ? window - inHeap : Math.max(window - inHeap, (window + 1) / 2); // what is older is needed first
        if (free <= 0) return null;
        nextWindow = 2 * window;
        reading = new LineReading(this, line, cold.first(free), room.bytes);
        return reading;
    }

    private void addCold(QueuedMessage message) {
        if (cold == null) cold = new PositionSet();
        cold.add(message.position());
        coldBytes += message.size();
    }

    private void addToTree(QueuedMessage message) {
        if (inHeap == tree.length) tree = Arrays.copyOf(tree, 2 * inHeap);
        heapBytes += message.size();
        int at = inHeap++;
        isSorted = false;
        for (int parent = at - 1 >> 1; at > 0 && isOlder(message, tree[parent]); parent = at - 1 >> 1) {
            tree[at] = tree[parent];
            at = parent;
        }
        tree[at] = message;
    }

    private QueuedMessage removeLast() {
        QueuedMessage last = tree[--inHeap];
        tree[inHeap] = null;
        heapBytes -= last.size();
        return last;
    }

    /** Puts the message in the place of the first, from where it finds its own. */
    private void sink(QueuedMessage message) {
        heapBytes += message.size() - tree[0].size();
        int at = 0;
        isSorted = false;
        for (int child = 1; child < inHeap; child = 2 * at + 1) {
            if (child + 1 < inHeap && isOlder(tree[child + 1], tree[child])) child++;
            if (isOlder(message, tree[child])) break;
            tree[at] = tree[child];
            at = child;
        }
        tree[at] = message;
    }

    private static boolean isOlder(QueuedMessage one, QueuedMessage other) {
        return one.position() < other.position();
    }

    @Override
    public boolean wants(LineReading asked) {
        return reading == asked;
    }

    @Override
    public void loaded(FifoMessages line, long[] answered, List<QueuedMessage> messages) {
        messages.forEach(QueuedMessage::markRedelivered);
        reading = null;
        for (long position : answered) cold.remove(position);
        for (int i = 0; i < messages.size(); i++) {
            coldBytes -= messages.get(i).size();
            addToTree(messages.get(i));
        }
        if (cold.isEmpty()) cold = null;
        if (cold == null || coldBytes < 0) coldBytes = 0; // sizes of large bodies are known nearly
        line.returnedChanged();
    }
}
