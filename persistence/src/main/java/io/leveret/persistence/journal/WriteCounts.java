package io.leveret.persistence.journal;

import java.util.concurrent.atomic.AtomicLong;

/** What was written: counted by the writer, without a lock or a fence, and read by anybody. */
final class WriteCounts {

    private final AtomicLong groups = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    void add(Group group) {
        groups.setOpaque(groups.getPlain() + 1);
        records.setOpaque(records.getPlain() + group.records());
        bytes.setOpaque(bytes.getPlain() + group.bytes());
    }

    long groups() {
        return groups.getOpaque();
    }

    long records() {
        return records.getOpaque();
    }

    long bytes() {
        return bytes.getOpaque();
    }
}
