package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalProducer;

/** Has no need to know what becomes of what it appends. */
enum Nobody implements JournalProducer.Listener {
    LISTENS;

    @Override
    public void written(long from, long to, long lsn) {
    }

    @Override
    public void stored(long position) {
    }
}
