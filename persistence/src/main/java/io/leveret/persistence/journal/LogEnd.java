package io.leveret.persistence.journal;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the log is being written: in which segment, and how far that is full. The writer's own. */
final class LogEnd {

    private static final Logger log = LoggerFactory.getLogger(LogEnd.class);

    private final Segments segments;
    private final Spares spares;
    private final Seal seal = new Seal();
    private volatile int likelySalt;
    private Segment segment; // null before the first, and when one was given up
    private int offset;
    private long nextGroup;
    private boolean waits;

    LogEnd(Segments segments, Spares spares, long nextGroup) {
        this.segments = segments;
        this.spares = spares;
        this.nextGroup = nextGroup;
    }

    /** Goes on in a segment of an earlier life. To be called before anything is written. */
    void goOnIn(Tail tail) {
        segment = tail.segment();
        offset = tail.offset();
        likelySalt = segment.salt();
        seal.resume(tail);
    }

    /** Of the segment that will most likely be written next; callable from any thread. */
    int likelySalt() {
        return likelySalt;
    }

    boolean hasSegment() {
        return segment != null;
    }

    Segment segment() {
        return segment;
    }

    /** So far has been written. */
    long lsn() {
        return Lsn.of(segment.sequence(), offset);
    }

    /** What is left for groups, so that the segment can be sealed behind them. */
    int room() {
        return segment == null ? spares.capacity() : segment.capacity() - offset - Seal.GROUP_SIZE;
    }

    void write(Group group, long durableLsn) throws IOException {
        group.write(segment, offset, nextGroup, durableLsn);
    }

    void written(Group group) {
        seal.count(group.records());
        offset += group.bytes();
        nextGroup++;
    }

    void countLive(Chunk chunk) {
        chunk.countLive(segment, segments);
    }

    void force() throws IOException {
        segment.file().force();
    }

    /** Whether nothing can be written until there is another segment. */
    boolean waits() {
        return waits;
    }

    /** Whether there is another segment; if not the writer is woken when there is. */
    boolean hasNext() {
        waits = !spares.hasReady();
        if (waits) spares.want();
        return !waits;
    }

    /** What stands in the full segment; to be forced before anything is written to the next. */
    void seal(long durableLsn) {
        try {
            seal.write(segment, offset, nextGroup, durableLsn);
            offset += Seal.GROUP_SIZE;
            nextGroup++;
        } catch (IOException e) {
            log.warn("segment {} of the journal stays without its seal", segment.sequence(), e);
        }
    }

    void startNext() throws LostFileException {
        segment = spares.take();
        segments.add(segment);
        offset = SegmentHeader.SIZE;
        likelySalt = segment.salt();
        seal.restart();
    }

    /** Nothing more is written to this one. */
    void giveUpSegment() {
        segment = null;
    }
}
