package io.leveret.engine.queue;

import java.util.List;

/**
 * Ready messages in the order of their positions. What comes back is older than everything that was never handed out,
 * because messages leave from the head: so {@linkplain ReturnedMessages returned messages} are kept apart and go first. A
 * line that does not fit into the heap has a {@link ColdMiddle} behind its head.
 */
final class FifoMessages implements ReadyMessages {

    private ChunkedFifo<QueuedMessage> fresh = new ChunkedFifo<>();
    private ReturnedMessages returned; // null while there are none
    private ColdMiddle middle;
    private long bytes; // in the heap, without those that have returned
    private long freshBytes; // kept while there is a middle

    @Override
    public void addLast(QueuedMessage message) {
        if (middle == null) fresh.addLast(message);
        else middle.addLast(message);
        bytes += message.size();
    }

    @Override
    public void addCold(long position, long size, int priority) {
        if (middle == null) middle = ColdMiddle.empty();
        middle.addCold(position, size);
    }

    @Override
    public void restore(QueuedMessage message) {
        if (returned == null) returned = new ReturnedMessages();
        returned.add(message);
    }

    /** @return the message that is to be handed out next, or null when there is none in the heap; it stays */
    QueuedMessage peekFirst() {
        return returned == null ? fresh.peekFirst() : returned.peekFirst();
    }

    /** The position of the message that is to be handed out next, in the heap or not; only when there is one. */
    long firstPosition() {
        if (returned != null) return returned.firstPosition();
        return fresh.isEmpty() ? middle.firstCold() : fresh.peekFirst().position();
    }

    @Override
    public long oldestPosition() {
        return isEmpty() ? -1 : firstPosition();
    }

    @Override
    public QueuedMessage peek() {
        return peekFirst();
    }

    @Override
    public QueuedMessage pollFirst() {
        return returned == null ? pollFresh() : pollReturned();
    }

    @Override
    public QueuedMessage pollSurplus() {
        return pollFirst();
    }

    @Override
    public QueuedMessage pollExpired(long millis) {
        QueuedMessage first = peekFirst();
        return first == null || first.expiresAt() > millis ? null : pollFirst();
    }

    @Override
    public long nextExpiry() {
        QueuedMessage first = peekFirst();
        return first == null ? QueuedMessage.NEVER : first.expiresAt();
    }

    @Override
    public boolean isEmpty() {
        return returned == null && fresh.isEmpty() && middle == null;
    }

    @Override
    public boolean isLoaded() {
        return returned == null ? !fresh.isEmpty() : returned.isLoaded();
    }

    @Override
    public long size() {
        return fresh.size() + (returned == null ? 0 : returned.size()) + (middle == null ? 0 : middle.size());
    }

    @Override
    public long bytes() {
        long all = middle == null ? bytes : bytes + middle.coldBytes();
        return returned == null ? all : all + returned.heapBytes() + returned.coldBytes();
    }

    /** Those in the heap. */
    int heapSize() {
        return fresh.size() + (returned == null ? 0 : returned.heapSize()) + (middle == null ? 0 : middle.heapSize());
    }

    /** Their bodies, in bytes. */
    long heapBytes() {
        return returned == null ? bytes : bytes + returned.heapBytes();
    }

    @Override
    public void clear(Dropped dropped) {
        if (middle != null) middle.dropCold();
        if (returned != null) returned.dropCold();
        returnedChanged();
        advance();
        for (QueuedMessage message = pollFirst(); message != null; message = pollFirst()) dropped.drop(message);
    }

    @Override
    public void list(Listing listing) {
        if (listing.enter(0)) listLine(listing);
    }

    /** As one of several lines, whose level the listing knows. */
    void listLine(Listing listing) {
        if (returned != null) returned.list(listing);
        if (!listing.isFull()) fresh.visit(message -> message.position() <= listing.from(), listing::add);
        if (middle != null && !listing.isFull()) middle.list(listing);
    }

    @Override
    public void takeOut(Picking picking) {
        if (returned != null) returned.takeOut(picking);
        returnedChanged();
        long left = picking.takeFrom(fresh);
        bytes -= left;
        if (middle == null) return;
        freshBytes -= left;
        bytes -= middle.takeOut(picking);
        advance();
    }

    /** What is older than all that was never handed out is as good as one that came back. */
    @Override
    public void putBack(QueuedMessage message, Paging paging) {
        QueuedMessage firstFresh = fresh.peekFirst();
        boolean isOldest = firstFresh == null ? middle == null || middle.isBehind(message.position())
            : message.position() < firstFresh.position();
        if (isOldest) {
            restore(message);
        } else if (middle == null || firstFresh != null && middle.isBehind(message.position())) {
            fresh.insert(message, other -> other.position() < message.position());
            bytes += message.size();
            if (middle != null) freshBytes += message.size();
        } else if (middle.insert(message, paging)) {
            bytes += message.size();
        }
    }

    @Override
    public void pageOut(Paging paging) {
        pageOut(paging, paging.room());
    }

    /** @param room how much may stay */
    void pageOut(Paging paging, HeadRoom room) {
        if (returned != null) returned.pageOut(paging, room);
        if (middle == null && !splitBehindHead(room)) return;
        bytes -= middle.pageOut(paging);
        boolean isLong = fresh.size() > room.messages || freshBytes > room.bytes && fresh.size() > 1;
        if (isLong && middle.hasCold()) shortenHead(paging, room);
    }

    @Override
    public Reading nextReading(HeadRoom room) {
        Reading next = returned == null ? null : returned.nextReading(this, room);
        if (next != null || middle == null) return next;
        return middle.nextReading(this, fresh.size(), freshBytes, room);
    }

    boolean isBefore(ColdMiddle other) {
        return middle == other;
    }

    /** What was cold is back, next after the head. */
    void loaded(List<QueuedMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            QueuedMessage message = messages.get(i);
            addToHead(message);
            bytes += message.size();
        }
        advance();
    }

    /** Some that had returned may have been read, or found to be damaged. */
    void returnedChanged() {
        if (returned != null && returned.isEmpty()) returned = null;
    }

    private void addToHead(QueuedMessage message) {
        fresh.addLast(message);
        freshBytes += message.size();
    }

    private QueuedMessage pollFresh() {
        QueuedMessage first = fresh.pollFirst();
        if (first == null) return null;
        bytes -= first.size();
        if (middle == null) return first;
        freshBytes -= first.size();
        advance();
        return first;
    }

    /** What stands behind the head moves up when the head is used up and nothing is to be read before it. */
    private void advance() {
        while (middle != null && fresh.isEmpty()) {
            ChunkedFifo<QueuedMessage> next = middle.takeNext();
            if (next == null) return;
            fresh = next;
            freshBytes = middle.takenBytes();
            if (middle.isEmpty()) middle = null;
        }
    }

    /** Parts the head from what may leave the heap. */
    private boolean splitBehindHead(HeadRoom room) {
        boolean isShort = fresh.size() <= room.messages && bytes <= room.bytes;
        if (isShort || fresh.size() < 2) return false;
        ChunkedFifo<QueuedMessage> rest = fresh;
        fresh = takeHead(rest, room);
        if (rest.isEmpty()) return false;
        middle = ColdMiddle.of(rest, room);
        return true;
    }

    /** Gives up the end of the head, as far as all of it can be read again: what was read ahead can. */
    private void shortenHead(Paging paging, HeadRoom room) {
        ChunkedFifo<QueuedMessage> rest = fresh;
        fresh = takeHead(rest, room);
        ChunkedFifo<QueuedMessage> end = new ChunkedFifo<>();
        while (!rest.isEmpty()) {
            QueuedMessage message = rest.pollFirst();
            end.addLast(message);
            if (paging.isReadable(message)) continue;
            for (QueuedMessage stays = end.pollFirst(); stays != null; stays = end.pollFirst()) addToHead(stays);
        }
        if (!end.isEmpty()) bytes -= middle.takeBack(end, paging);
    }

    private ChunkedFifo<QueuedMessage> takeHead(ChunkedFifo<QueuedMessage> from, HeadRoom room) {
        ChunkedFifo<QueuedMessage> head = new ChunkedFifo<>();
        freshBytes = 0;
        while (!from.isEmpty() && head.size() < room.messages && freshBytes < room.bytes) {
            QueuedMessage message = from.pollFirst();
            head.addLast(message);
            freshBytes += message.size();
        }
        return head;
    }

    private QueuedMessage pollReturned() {
        QueuedMessage first = returned.pollFirst();
        returnedChanged();
        return first;
    }
}
