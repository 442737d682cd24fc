package io.leveret.persistence.journal;

import java.io.IOException;

/** What the broker has to know of its journal's troubles. Called on the journal's threads. */
public interface JournalListener {

    /**
     * A segment can be written, whose file and name are durable: so from now on there is a journal.
     *
     * @throws IOException when that must not be: nothing is written there, and it is tried again as for want of room
     */
    default void segmentReady() throws IOException {
    }

    /** No segment can be prepared, most likely because the disk is full. It is tried again; two are still ready, or were. */
    void diskFull(IOException reason);

    /** Segments can be prepared again. */
    void diskAvailable();

    /**
     * What was handed over cannot be made durable, and nothing more will be stored. The process has to end: what is on
     * disk is known only after it was read again.
     */
    void failed(Throwable reason);
}
