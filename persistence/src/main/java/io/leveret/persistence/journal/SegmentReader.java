package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads in one segment, which cannot be used again before this is closed. For several threads, none of them an event loop. */
public final class SegmentReader implements AutoCloseable {

    private final Segment segment;
    private final Runnable whenClosed;

    SegmentReader(Segment segment, Runnable whenClosed) {
        this.segment = segment;
        this.whenClosed = whenClosed;
    }

    public long sequence() {
        return segment.sequence();
    }

    /** No record reaches beyond it. */
    public int end() {
        return segment.capacity();
    }

    /** Fills the buffer from there on, as far as there are bytes. */
    public void read(ByteBuffer buffer, int offset) throws IOException {
        segment.file().read(buffer, offset);
    }

    /** Whether somebody has cut the file, or written there: what stood there may come back with a copy of it. */
    public boolean isTouched() throws IOException {
        return segment.file().size() < segment.header().fileSize() || segment.isTouched();
    }

    int salt() {
        return segment.salt();
    }

    @Override
    public void close() {
        whenClosed.run();
    }
}
