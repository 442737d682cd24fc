package io.leveret.persistence.catalog;

import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogContents;
import io.leveret.persistence.journal.JournalFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a catalog's directory: the newest snapshot that is whole, and the logs since. */
final class Recovery {

    static final long FIRST_LOG = 1;

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private final JournalFiles files;
    private final StoredState states;
    private final boolean salvage;
    private final List<CatalogFile> snapshots = new ArrayList<>();
    private final TreeSet<Long> logs = new TreeSet<>();
    private final List<LogReader.Lost> lost = new ArrayList<>();
    private final Set<String> damagedSnapshots = new TreeSet<>();

    private Optional<CatalogFile> base = Optional.empty();
    private CatalogContents contents;
    private LogReader newestLog;
    private int end;
    private long sealedBytes;

    private Recovery(JournalFiles files, StoredState states, boolean salvage) {
        this.files = files;
        this.states = states;
        this.salvage = salvage;
    }

    /** @throws CatalogException when something that was stored cannot be read, unless that is to be salvaged */
    static Recovery read(JournalFiles files, StoredState states, boolean salvage) throws IOException {
        Recovery recovery = new Recovery(files, states, salvage);
        recovery.look();
        recovery.read();
        return recovery;
    }

    CatalogContents contents() {
        return contents;
    }

    /** What could not be read. */
    List<LogReader.Lost> lost() {
        return lost;
    }

    /** Files that are there and cannot be read as they should be. */
    Set<String> damaged() {
        Set<String> damaged = new TreeSet<>(damagedSnapshots);
        for (LogReader.Lost part : lost) {
            CatalogFile.named(part.file()).filter(file -> !file.isSnapshot() && logs.contains(file.number()))
                    .ifPresent(file -> damaged.add(file.name()));
        }
        return damaged;
    }

    /** The snapshot that was read. */
    Optional<CatalogFile> base() {
        return base;
    }

    /** The log to go on in; none in an empty directory. */
    Optional<LogReader> newestLog() {
        return Optional.ofNullable(newestLog);
    }

    /** Where it ends. */
    int end() {
        return end;
    }

    /** Of a log that is certainly new. */
    long nextLog() {
        long behindLogs = logs.isEmpty() ? FIRST_LOG : logs.last() + 1;
        return snapshots.isEmpty() ? behindLogs : Math.max(behindLogs, snapshots.get(0).number());
    }

    /** Bytes of the logs before the newest that the snapshot does not contain. */
    long sealedBytes() {
        return sealedBytes;
    }

    private void look() throws IOException {
        for (String name : files.list()) {
            if (CatalogFile.isUnfinished(name)) files.delete(name);
            CatalogFile.named(name).ifPresent(file -> {
                if (file.isSnapshot()) snapshots.add(file);
                else logs.add(file.number());
            });
        }
        snapshots.sort(Comparator.comparingLong(CatalogFile::number).reversed());
        files.force(); // a process that was killed may have left names that are not durable
    }

    private void read() throws IOException {
        IOException problem = null;
        for (CatalogFile snapshot : snapshots) {
            Overlay overlay = readLogs(snapshot.number());
            try (StoredState.Open state = states.open(snapshot)) {
                base = Optional.of(snapshot);
                contents = contents(overlay, state);
                return;
            } catch (IOException | RuntimeException e) {
                log.error("a snapshot of the catalog is damaged, trying what was before it: {}", e.getMessage());
                lost.clear();
                if (!(e instanceof IOException) || e instanceof CatalogException) damagedSnapshots.add(snapshot.name());
                if (problem == null) problem = asDamage(snapshot, e);
            }
        }
        base = Optional.empty();
        readWithoutSnapshot(problem);
    }

    /** All logs together say the same as a snapshot does. */
    private void readWithoutSnapshot(IOException problem) throws IOException {
        long first = logs.isEmpty() ? FIRST_LOG : logs.first();
        boolean isWhole = first == FIRST_LOG && (!logs.isEmpty() || snapshots.isEmpty());
        if (!isWhole && !salvage) throw problem != null ? problem : missing(CatalogFile.log(first).name());
        if (!isWhole) snapshots.forEach(snapshot -> lose(snapshot.name(), 0, 0));
        contents = contents(logs.isEmpty() ? new Overlay() : readLogs(first), StoredState.Open.nothing());
    }

    private static CatalogException missing(String name) {
        return CatalogException.damaged(name, 0, "what was there before it is missing");
    }

    private static IOException asDamage(CatalogFile snapshot, Exception e) {
        if (e instanceof IOException problem) return problem;
        return CatalogException.damaged(snapshot.name(), 0, String.valueOf(e.getMessage()), e);
    }

    private Overlay readLogs(long first) throws IOException {
        Overlay overlay = new Overlay();
        newestLog = null;
        sealedBytes = 0;
        long last = logs.isEmpty() ? first : Math.max(first, logs.last());
        for (long number = first; number <= last; number++) {
            LogReader before = newestLog;
            newestLog = open(number);
            if (newestLog == null) continue;
            if (before != null) requireEnd(before.header().number(), newestLog.header().previousEnd());
            if (before != null) sealedBytes += end;
            end = salvage ? newestLog.salvage(overlay::apply, lost) : newestLog.read(overlay::apply);
        }
        return overlay;
    }

    /** @return null for one that is lost */
    private LogReader open(long number) throws IOException {
        String name = CatalogFile.log(number).name();
        try {
            if (!logs.contains(number)) throw CatalogException.damaged(name, 0, "the file is missing");
            LogReader log = LogReader.open(files, number);
            if (!salvage) return log.requireWhole();
            if (log.missingBytes() > 0) lose(name, log.header().size() - log.missingBytes(), log.missingBytes());
            return log;
        } catch (CatalogException e) {
            if (!salvage) throw e;
            lose(name, 0, 0);
            return null;
        }
    }

    /** A log that is followed by another ends where that one says. */
    private void requireEnd(long number, int expected) throws CatalogException {
        if (end == expected) return;
        if (!salvage) throw cutBefore(number, end, expected);
        lose(CatalogFile.log(number).name(), end, expected - end);
    }

    /** A log does not go as far as the next one says. */
    static CatalogException cutBefore(long number, int end, int expected) {
        return CatalogException.damaged(CatalogFile.log(number).name(), end, "its last " + (expected - end) + " bytes cannot be read");
    }

    private void lose(String name, long offset, long bytes) {
        lost.add(new LogReader.Lost(name, offset, bytes));
    }

    private CatalogContents contents(Overlay overlay, StoredState.Open state) {
        List<CatalogChange> changes = new ArrayList<>();
        for (Iterator<Entry> entries = overlay.over(state.entries()); entries.hasNext(); ) {
            changes.add(decode(entries.next()));
        }
        overlay.noteQueueId(state.highestQueueId());
        return new CatalogContents(lost.isEmpty() ? changes : Remains.of(changes), overlay.highestQueueId());
    }

    private static CatalogChange decode(Entry entry) {
        try {
            return ChangeFormat.decode(entry);
        } catch (MalformedChangeException e) {
            throw new UnreadableEntryException(e);
        }
    }
}
