package io.leveret.engine.queue;

/**
 * The messages of a queue that consumers hold, oldest delivery first: rings threaded through the messages themselves,
 * so that delivering and settling cost neither a look-up nor an allocation. A ring is closed by an entry that is no
 * message: whoever has neighbours is unacked.
 *
 * <p>Those that have left the heap are in a ring of their own, in the order they left. They are held longer than the others,
 * but for what waited for a client that did not read.
 */
final class UnackedMessages {

    /** Null until the first message is held. */
    private QueuedMessage ends;
    private int size;
    private long bytes;

    /** Null until the first message leaves the heap. */
    private QueuedMessage coldEnds;
    private int coldSize;

    /** The next that may leave the heap, as far as this round has come. */
    private QueuedMessage next;

    void add(QueuedMessage message, Hold hold) {
        message.hold = hold;
        if (ends == null) next = ends = ring();
        link(message, ends);
        size++;
        bytes += message.size();
    }

    /** @return whether the message was here; a message that was settled already, or whose queue is gone, is not */
    boolean remove(QueuedMessage message) {
        if (message.next == null) return false;
        if (message == next) next = message.next;
        if (!message.isInHeap()) coldSize--;
        unlink(message);
        size--;
        bytes -= message.size();
        return true;
    }

    /** @return the one that left the heap first, else the one handed out first, or null */
    QueuedMessage first() {
        return coldSize > 0 ? coldEnds.next : ends == null ? null : orNull(ends.next);
    }

    /** @return the one handed out last of those in the heap, or null */
    QueuedMessage last() {
        return ends == null ? null : orNull(ends.previous);
    }

    /** @return the next in the order of {@link #first}, or null */
    QueuedMessage after(QueuedMessage message) {
        return orNull(message.next == coldEnds ? ends.next : message.next);
    }

    int size() {
        return size;
    }

    /** The bodies, in bytes. */
    long bytes() {
        return bytes;
    }

    /** How many of them have left the heap. */
    int coldSize() {
        return coldSize;
    }

    /** Lets go of what has been written to the clients and can be read again; the rest has its turn in the next round. */
    void pageOut(Paging paging) {
        if (ends == null) return;
        boolean storeIsWriting = false;
        if (next == ends) next = ends.next;
        while (next != ends && paging.mayGoOn()) {
            QueuedMessage message = next;
            next = message.next;
            if (!message.hold.isWritten() || message.place() == QueuedMessage.Place.HEAP_ONLY) {
                paging.passBy();
                continue;
            }
            paging.write(message);
            if (paging.isReadable(message)) cool(message, paging);
            else storeIsWriting = true;
        }
        if (storeIsWriting) paging.waitForStore();
        if (next != ends) paging.goOnLater();
    }

    private void cool(QueuedMessage message, Paging paging) {
        paging.cool(message);
        if (coldEnds == null) coldEnds = ring();
        unlink(message);
        link(message, coldEnds);
        coldSize++;
    }

    private static QueuedMessage ring() {
        QueuedMessage end = new QueuedMessage(0, null);
        end.previous = end;
        end.next = end;
        return end;
    }

    private static void link(QueuedMessage message, QueuedMessage end) {
        QueuedMessage last = end.previous;
        message.previous = last;
        message.next = end;
        last.next = message;
        end.previous = message;
    }

    private static void unlink(QueuedMessage message) {
        message.previous.next = message.next;
        message.next.previous = message.previous;
        message.previous = null;
        message.next = null;
    }

    private QueuedMessage orNull(QueuedMessage entry) {
        return entry == ends ? null : entry;
    }
}
