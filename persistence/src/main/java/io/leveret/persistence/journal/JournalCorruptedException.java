package io.leveret.persistence.journal;

import java.io.IOException;

/** Something that had been made durable cannot be read any more. */
public final class JournalCorruptedException extends IOException {

    private final long segment;
    private final long offset;

    public JournalCorruptedException(long segment, long offset, String what) {
        super("the journal is damaged at segment " + segment + " offset " + offset + ": " + what);
        this.segment = segment;
        this.offset = offset;
    }

    public long segment() {
        return segment;
    }

    public long offset() {
        return offset;
    }
}
