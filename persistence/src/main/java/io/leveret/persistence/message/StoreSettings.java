package io.leveret.persistence.message;

import io.leveret.persistence.Ownership;
import io.leveret.persistence.catalog.QueueNames;
import io.leveret.persistence.journal.JournalSettings;
import java.nio.file.Path;
import java.util.function.LongFunction;

/**
 * Where a store is and how it works.
 *
 * @param directory the broker's, in which the store makes its own
 * @param ownership of that directory
 * @param salvage   whether to start without what is damaged, instead of refusing to
 * @param names     what a queue is called in the log, by its id
 */
public record StoreSettings(Path directory, Ownership ownership, JournalSettings journal, boolean salvage, LongFunction<String> names) {

    static final LongFunction<String> NUMBERS = QueueNames::ofNumber;

    /** Of a directory that nobody else will ever use. */
    public StoreSettings(Path directory, JournalSettings journal, boolean salvage) {
        this(directory, Ownership.UNQUESTIONED, journal, salvage, NUMBERS);
    }

    /** @param queues what one is called, by its id */
    public StoreSettings naming(LongFunction<String> queues) {
        return new StoreSettings(directory, ownership, journal, salvage, queues);
    }
}
