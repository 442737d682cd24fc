package io.leveret.engine.queue;

import java.util.List;

/**
 * What a line of messages has behind its head while it does not fit into the heap: first the cold ones, of which nothing
 * is here but their positions, then those on their way out, then those that came last. The head is read ahead, the more
 * at a time the faster it is used up.
 */
final class ColdMiddle implements LineReading.Part {

    private static final int FIRST_MESSAGES = 16;
    private static final long FIRST_BYTES = 64 << 10;

    /** Waiting for the store at the same time. */
    private static final long MOST_LEAVING_BYTES = 4 << 20;

    private ColdPositions cold = new ColdPositions();
    private ChunkedFifo<QueuedMessage> leaving = new ChunkedFifo<>();
    private ChunkedFifo<QueuedMessage> tail;
    private long coldBytes;
    private long leavingBytes;
    private int windowMessages;
    private long windowBytes;
    private LineReading reading;
    private long takenBytes;

    private ColdMiddle(ChunkedFifo<QueuedMessage> tail, int windowMessages, long windowBytes) {
        this.tail = tail;
        this.windowMessages = windowMessages;
        this.windowBytes = windowBytes;
    }

    /** For messages that were in the heap so far, behind a head of that length. */
    static ColdMiddle of(ChunkedFifo<QueuedMessage> tail, HeadRoom room) {
        return new ColdMiddle(tail, room.messages, room.bytes);
    }

    /** For messages that are none of them in the heap yet. */
    static ColdMiddle empty() {
        return new ColdMiddle(new ChunkedFifo<>(), FIRST_MESSAGES, FIRST_BYTES);
    }

    void addLast(QueuedMessage message) {
        tail.addLast(message);
    }

    /** Only before anything was added that is in the heap. */
    void addCold(long position, long size) {
        cold.addLast(position);
        coldBytes += size;
    }

    /** @return the next messages in the heap when there is nothing cold before them, else null; the head is used up */
    ChunkedFifo<QueuedMessage> takeNext() {
        if (!cold.isEmpty()) return null;
        ChunkedFifo<QueuedMessage> next = leaving.isEmpty() ? tail : leaving;
        if (leaving.isEmpty()) tail = new ChunkedFifo<>();
        else leaving = new ChunkedFifo<>();
        takenBytes = leavingBytes;
        leavingBytes = 0;
        return next;
    }

    /** Bodies of what was taken last, unless that was the end of it all. */
    long takenBytes() {
        return takenBytes;
    }

    /** What is cold is gone. */
    void dropCold() {
        cold = new ColdPositions();
        coldBytes = 0;
        reading = null;
    }

    /**
     * The end of a head that was read ahead further than there is room for is cold again.
     *
     * @return bytes of the bodies that have left the heap
     */
    long takeBack(ChunkedFifo<QueuedMessage> surplus, Paging paging) {
        ColdPositions again = new ColdPositions();
        long left = 0;
        while (!surplus.isEmpty()) {
            QueuedMessage message = surplus.pollFirst();
            again.addLast(message.position());
            paging.leave(message);
            left += message.size();
        }
        again.addAll(cold);
        cold = again;
        coldBytes += left;
        reading = null;
        windowMessages = paging.room().messages;
        windowBytes = paging.room().bytes;
        return left;
    }

    /** The position of the first of what is cold; only when there is something. */
    long firstCold() {
        return cold.first();
    }

    /** Those in the heap, behind what is cold. */
    int heapSize() {
        return leaving.size() + tail.size();
    }

    boolean hasCold() {
        return !cold.isEmpty();
    }

    boolean isEmpty() {
        return cold.isEmpty() && leaving.isEmpty() && tail.isEmpty();
    }

    long size() {
        return cold.size() + leaving.size() + tail.size();
    }

    /** Bodies of what is cold. */
    long coldBytes() {
        return coldBytes;
    }

    /**
     * Lets go of what the store has, the oldest first, and gives it what it has not.
     *
     * @return bytes of the bodies that have left the heap
     */
    long pageOut(Paging paging) {
        while (!tail.isEmpty() && leavingBytes < MOST_LEAVING_BYTES && paging.mayGoOn()) {
            QueuedMessage next = tail.pollFirst();
            paging.write(next);
            leaving.addLast(next);
            leavingBytes += next.size();
        }
        long left = 0;
        while (!leaving.isEmpty() && paging.isReadable(leaving.peekFirst())) {
            QueuedMessage message = leaving.pollFirst();
            cold.addLast(message.position());
            paging.leave(message);
            left += message.size();
        }
        leavingBytes = leaving.isEmpty() ? 0 : leavingBytes - left;
        coldBytes += left;
        if (!leaving.isEmpty()) paging.waitForStore();
        else if (!tail.isEmpty()) paging.goOnLater();
        return left;
    }

    void list(Listing listing) {
        cold.visit(listing.from(), position -> listing.addCold(position, false));
        listIn(leaving, listing);
        listIn(tail, listing);
    }

    private static void listIn(ChunkedFifo<QueuedMessage> line, Listing listing) {
        if (!listing.isFull()) line.visit(message -> message.position() <= listing.from(), listing::add);
    }

    /** @return bytes of the bodies that were in the heap */
    long takeOut(Picking picking) {
        cold.takeOut(picking, position -> {
            coldBytes = Math.max(0, coldBytes - picking.takeCold(position));
            if (reading != null && position <= reading.last()) reading = null;
        });
        if (cold.isEmpty()) coldBytes = 0;
        long left = picking.takeFrom(leaving);
        leavingBytes -= left;
        return left + picking.takeFrom(tail);
    }

    /** Whether all that is here comes after that position. */
    boolean isBehind(long position) {
        if (!cold.isEmpty()) return position < cold.first();
        QueuedMessage first = leaving.isEmpty() ? tail.peekFirst() : leaving.peekFirst();
        return first == null || position < first.position();
    }

    /**
     * Puts a message back that was taken out.
     *
     * @return whether it is in the heap
     */
    boolean insert(QueuedMessage message, Paging paging) {
        if (!cold.isEmpty() && message.position() < cold.last() && paging.isReadable(message)) {
            cold.insert(message.position());
            coldBytes += message.size();
            reading = null;
            paging.leave(message);
            return false;
        }
        boolean isLeaving = !leaving.isEmpty() && (tail.isEmpty() || message.position() < tail.peekFirst().position());
        if (isLeaving) leavingBytes += message.size();
        (isLeaving ? leaving : tail).insert(message, other -> other.position() < message.position());
        return true;
    }

    /** @return what should be read before the head is used up, or null */
    Reading nextReading(FifoMessages head, int messages, long bytes, HeadRoom room) {
        if (reading != null || cold.isEmpty() || messages > windowMessages / 2 || bytes > windowBytes / 2) return null;
        windowMessages = Math.min(windowMessages, room.messages);
        windowBytes = Math.min(windowBytes, room.bytes);
        if (messages >= windowMessages) return null;
        reading = new LineReading(this, head, cold.first(windowMessages - messages), windowBytes - bytes);
        windowMessages *= 2;
        windowBytes *= 2;
        return reading;
    }

    @Override
    public boolean wants(LineReading asked) {
        return reading == asked && asked.line().isBefore(this);
    }

    @Override
    public void loaded(FifoMessages head, long[] answered, List<QueuedMessage> messages) {
        reading = null;
        cold.removeFirst(answered.length);
        for (int i = 0; i < messages.size(); i++) coldBytes -= messages.get(i).size();
        if (cold.isEmpty() || coldBytes < 0) coldBytes = 0; // sizes of large bodies are known nearly
        head.loaded(messages);
    }
}
