package io.leveret.persistence.message;

import io.leveret.persistence.Ownership;
import io.leveret.persistence.journal.JournalSettings;
import java.nio.file.Path;

/**
 * Where a store is and how it works.
 *
 * @param directory the broker's, in which the store makes its own
 * @param ownership of that directory
 * @param salvage   whether to start without what is damaged, instead of refusing to
 */
public record StoreSettings(Path directory, Ownership ownership, JournalSettings journal, boolean salvage) {

    /** Of a directory that nobody else will ever use. */
    public StoreSettings(Path directory, JournalSettings journal, boolean salvage) {
        this(directory, Ownership.UNQUESTIONED, journal, salvage);
    }
}
