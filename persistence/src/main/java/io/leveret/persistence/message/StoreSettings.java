package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalSettings;
import java.nio.file.Path;

/**
 * Where a store is and how it works.
 *
 * @param directory the broker's, in which the store makes its own
 * @param salvage   whether to start without what is damaged, instead of refusing to
 */
public record StoreSettings(Path directory, JournalSettings journal, boolean salvage) {
}
