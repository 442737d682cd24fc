package io.leveret.persistence.journal;

import java.io.IOException;

/** Something that had been made durable cannot be read any more. */
public final class JournalCorruptedException extends IOException {

    private final long segment;
    private final long offset;
    private final String what;

    public JournalCorruptedException(long segment, long offset, String what) {
        super("the journal is damaged at segment " + segment + " offset " + offset + ": " + what);
        this.segment = segment;
        this.offset = offset;
        this.what = what;
    }

    public long segment() {
        return segment;
    }

    public long offset() {
        return offset;
    }

    /** What is wrong there. */
    public String what() {
        return what;
    }
}
