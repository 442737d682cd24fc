package io.leveret.persistence.journal;

import io.leveret.engine.message.Message;
import java.io.IOException;

/**
 * Writes messages once more, to segments that are no part of the log: so those that stay do not stand among fresh ones, which
 * would soon leave them behind once more. The log says which queues have them, behind the {@link #write} that has made them
 * durable. Hence a start need not read these segments, and whatever is torn in them nobody refers to. For one thread, which
 * is no event loop: it waits for the disk.
 */
public final class Copies implements ChunkSink {

    private static final int LEAST_ROOM = 2 << 20;
    private static final int LEAST_PART = 8;

    private final JournalSettings settings;
    private final Segments segments;
    private final Spares spares;
    private final JournalProducer producer;
    private final Group group = new Group();
    private final TransactionsUnderWay noTransactions = new TransactionsUnderWay();

    /** Null while there is none that may be written. */
    private Segment segment;
    private int offset;
    private long nextGroup;
    private boolean isFull;

    Copies(JournalSettings settings, Segments segments, Spares spares) {
        this.settings = settings;
        this.segments = segments;
        this.spares = spares;
        this.producer = new JournalProducer(this, settings, Runnable::run, new JournalProducer.Listener() {
            @Override
            public void written(long from, long to, long lsn) {
            }

            @Override
            public void stored(long position) {
            }
        });
    }

    /** Whether there is room. If not a segment is made ready, should the disk have room for it. */
    public boolean isReady() {
        if (segment != null && !isFull && room() >= Math.min(LEAST_ROOM, settings.segmentSize() / LEAST_PART)) return true;
        Segment next = spares.takeForCopies();
        if (next == null) return false;
        end();
        next.takesCopies();
        segments.add(next);
        segment = next;
        offset = SegmentHeader.SIZE;
        nextGroup = 1;
        isFull = false;
        return true;
    }

    /** Its place, to be referred to once it is written; null if there is no room for it. */
    public Place add(long time, long expiresAt, Message message) {
        long needed = producer.publishRoom(0, message, 0) + message.body().size();
        if (segment == null || message.body().size() > settings.largestPart()) return null;
        isFull |= needed > room();
        return isFull ? null : producer.body(time, expiresAt, message);
    }

    /** Writes and forces what was added. If that fails it was never added, and nothing more is written to that segment. */
    public void write() throws IOException {
        producer.flush();
        if (group.isEmpty()) return;
        try {
            group.write(segment, offset, nextGroup++, Lsn.of(segment.sequence(), offset));
            segment.file().force();
            offset += group.bytes();
            for (Chunk chunk : group.chunks()) chunk.tell(noTransactions, 0);
        } catch (IOException | RuntimeException | Error e) {
            end();
            throw e;
        } finally {
            for (Chunk chunk : group.chunks()) producer.done(chunk);
            producer.takeDone();
            group.clear();
        }
    }

    /** Whether more may be written to the segment. */
    public boolean writesTo(Segment which) {
        return segment == which;
    }

    /** Writes no more to the present segment. */
    public void end() {
        if (segment != null) segment.endsAt(offset);
        segment = null;
    }

    /** For what is still to be added. */
    private long room() {
        return segment.capacity() - offset - group.bytes() - producer.pending();
    }

    @Override
    public void handOver(Chunk chunk) {
        group.add(chunk);
    }

    @Override
    public void remind(JournalProducer nobody) {
        throw new UnsupportedOperationException("copies are all there is");
    }

    @Override
    public int likelySalt() {
        return segment == null ? 0 : segment.salt();
    }
}
