package io.leveret.persistence.catalog;

import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogContents;
import io.leveret.persistence.journal.JournalFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Where a catalog goes on that has been read.
 *
 * @param log         the one to write to
 * @param base        the newest snapshot
 * @param sealedBytes of the logs between the two
 */
record Start(Log log, Optional<CatalogFile> base, long sealedBytes) {

    static final String DAMAGED = "damaged-";

    static Start after(Recovery recovery, JournalFiles files, StoredState states, int logSize, RandomGenerator random)
            throws IOException {
        Start start = recovery.lost().isEmpty()
                ? goOn(recovery, files, logSize, random)
                : startAnew(recovery, files, states, logSize, random);
        for (String name : recovery.damaged()) files.rename(name, DAMAGED + name);
        return start;
    }

    private static Start goOn(Recovery recovery, JournalFiles files, int logSize, RandomGenerator random) throws IOException {
        Log log = recovery.newestLog().isPresent()
                ? Log.goOn(files, recovery.newestLog().get(), recovery.end())
                : Log.create(files, Recovery.FIRST_LOG, logSize, 0, random);
        return new Start(log, recovery.base(), recovery.sealedBytes());
    }

    /** What could be read becomes a snapshot, so that nobody ever reads again what is damaged. */
    private static Start startAnew(Recovery recovery, JournalFiles files, StoredState states, int logSize,
                                   RandomGenerator random) throws IOException {
        long number = recovery.nextLog();
        Log log = Log.create(files, number, logSize, recovery.end(), random);
        CatalogContents contents = recovery.contents();
        CatalogFile base = states.write(number, entries(contents).iterator(), contents.highestQueueId());
        return new Start(log, Optional.of(base), 0);
    }

    private static List<Entry> entries(CatalogContents contents) {
        List<Entry> entries = new ArrayList<>();
        for (CatalogChange change : contents.changes()) {
            Layout<?> layout = ChangeFormat.layout(change);
            entries.add(new Entry(layout.key(change), layout.details(change)));
        }
        return entries;
    }
}
