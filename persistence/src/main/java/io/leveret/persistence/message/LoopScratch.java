package io.leveret.persistence.message;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Message;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalProducer;
import java.util.ArrayDeque;

/** An event loop's way to the scratch segments. Lives on that loop. */
final class LoopScratch implements JournalProducer.Listener, SegmentUse {

    /** A message that was handed over, and the position of its record with the producer. */
    private record Unplaced(PagedOut queue, long position, long at) {
    }

    /** No queue has this id: records there are found through the index only. */
    private static final long NO_QUEUE = 0;

    private final Loop loop;
    private final ScratchStore store;
    private final ArrayDeque<Unplaced> unplaced = new ArrayDeque<>();
    private final Runnable flush = this::flush;
    private JournalProducer producer;
    private boolean flushScheduled;
    private long newestSegment;

    LoopScratch(Loop loop, ScratchStore store) {
        this.loop = loop;
        this.store = store;
    }

    Loop loop() {
        return loop;
    }

    boolean isUsable() {
        return store.isUsable();
    }

    /** Hands it over at the end of what the loop is doing, unless there is nowhere to put it. */
    void write(PagedOut queue, long position, Message message, long expiresAt) {
        if (producer == null) open();
        if (producer == null) return;
        unplaced.add(new Unplaced(queue, position,
                producer.publish(NO_QUEUE, position, loop.millis(), expiresAt, 0, message)));
        if (flushScheduled) return;
        flushScheduled = true;
        loop.execute(flush);
    }

    /** So many messages of the segment are not needed any more. */
    @Override
    public void left(long segment, int messages) {
        store.left(Location.sequence(segment), messages);
    }

    /** A large one is not needed any more. */
    @Override
    public void leftLarge(long location) {
        store.leftLarge(location);
    }

    private void open() {
        Journal journal = store.journal();
        if (journal != null) producer = journal.producer(loop, this);
    }

    private void flush() {
        flushScheduled = false;
        producer.flush();
    }

    @Override
    public void written(long from, long to, long lsn) {
        while (!unplaced.isEmpty() && unplaced.peek().at < to) {
            Unplaced each = unplaced.poll();
            each.queue.placed(each.position, Location.scratch(lsn + each.at - from));
        }
        if (Location.segment(lsn) == newestSegment) return;
        newestSegment = Location.segment(lsn);
        store.freeUnused();
    }

    @Override
    public void stored(long position) {
    }
}
