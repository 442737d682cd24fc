package io.leveret.persistence.catalog;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;

/** How the state of a catalog is kept in a file that is written once and then only read. */
interface Snapshots {

    /** Reads one; iteration may throw an {@link UnreadableEntryException}. */
    interface Reading extends Closeable {

        /** By rising key. */
        Iterator<Entry> entries();
    }

    /**
     * Writes a new file, which is on disk when this returns.
     *
     * @param entries by rising key
     */
    void write(String file, Iterator<Entry> entries) throws IOException;

    Reading read(String file) throws IOException;
}
