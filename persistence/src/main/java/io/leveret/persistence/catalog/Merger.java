package io.leveret.persistence.catalog;

import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.LostFileException;
import io.leveret.persistence.journal.SettledFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a new snapshot of the last one and the logs that are full since, from file to file, and deletes what nobody needs
 * any more. The snapshot before the newest stays, with all logs since: should the newest be damaged one day, they say the
 * same.
 */
final class Merger {

    private static final Logger log = LoggerFactory.getLogger(Merger.class);

    private final JournalFiles files;
    private final StoredState states;
    private final CatalogSettings settings;
    private final Executor thread;
    private final AtomicBoolean started = new AtomicBoolean();

    /** One at a time. The writer never waits for it. */
    private final ReentrantLock merging = new ReentrantLock();
    private Optional<CatalogFile> newest;
    private boolean closed;
    private final Map<String, SettledFile> needed = new HashMap<>(); // that have been looked at

    private volatile long nextLog;
    private volatile long sealedBytes;
    private volatile long mergedBytes;
    private volatile long threshold;

    /**
     * @param newest      the snapshot to begin with
     * @param nextLog     the log that is being written
     * @param sealedBytes of the logs before it that are not in the snapshot
     * @param thread      runs what takes its time
     */
    Merger(JournalFiles files, StoredState states, CatalogSettings settings, Optional<CatalogFile> newest, long nextLog,
           long sealedBytes, Executor thread) throws IOException {
        this.files = files;
        this.states = states;
        this.settings = settings;
        this.newest = newest;
        this.nextLog = nextLog;
        this.sealedBytes = sealedBytes;
        this.thread = thread;
        this.threshold = threshold();
    }

    /** A log is full, and all of it durable. Called on the writer's thread. */
    void sealed(long number, int bytes) {
        sealedBytes += bytes; // nobody else writes it
        nextLog = number + 1;
        mergeIfDue();
    }

    void mergeIfDue() {
        if (unmerged() >= threshold && started.compareAndSet(false, true)) thread.execute(this::merge);
    }

    /** Bytes of full logs that no snapshot has. */
    long unmerged() {
        return sealedBytes - mergedBytes;
    }

    /** Does it now, waiting for one that is under way. A failure costs nothing but the room that is not freed. */
    void merge() {
        merging.lock();
        try {
            started.set(false);
            long bytes = sealedBytes; // before the number: what it counts is then merged for certain
            long to = nextLog;
            if (closed || to == first()) return;
            newest = Optional.of(write(to));
            needed.clear();
            mergedBytes = bytes;
            threshold = threshold();
            log.debug("{} is the catalog's newest snapshot", newest.get().name());
        } catch (IOException e) {
            log.error("no snapshot of the catalog could be made: {}; it is tried again after the next log", e.toString());
            log.debug("it failed here", e);
        } catch (RuntimeException e) {
            log.error("no snapshot of the catalog could be made; it is tried again after the next log", e);
        } finally {
            merging.unlock();
        }
    }

    /** The newest snapshot and the logs behind it must be there as they were; not asked while another snapshot is made. */
    void requireFiles() throws LostFileException {
        if (!merging.tryLock()) return;
        try {
            if (newest.isPresent()) settled(newest.get()).require(() -> isWhole(newest.get()));
            for (long number = first(); number < nextLog; number++) {
                long log = number;
                settled(CatalogFile.log(log)).require(() -> isWhole(log));
            }
        } finally {
            merging.unlock();
        }
    }

    /** Tells of damage in what no start reads as long as the newest snapshot is whole: nobody would know that it is of no use then. */
    void lookAtSpares() {
        merging.lock();
        try {
            for (String name : files.list()) {
                Optional<CatalogFile> file = CatalogFile.named(name);
                boolean isSpare = file.isPresent() && file.get().number() < first();
                if (isSpare && !(file.get().isSnapshot() ? isWhole(file.get()) : isWhole(file.get().number()))) {
                    log.warn("the catalog's file {} is damaged; the newest snapshot does without it, and the next one takes its place. If that happens"
                            + " again, look at the disk", name);
                }
            }
        } catch (IOException e) {
            log.debug("the catalog's spare files cannot be looked at", e);
        } finally {
            merging.unlock();
        }
    }

    private SettledFile settled(CatalogFile file) {
        return needed.computeIfAbsent(file.name(), name -> new SettledFile(files, name));
    }

    private boolean isWhole(CatalogFile snapshot) throws IOException {
        try {
            states.open(snapshot).close();
            return true;
        } catch (CatalogException e) {
            return false;
        }
    }

    /** With all up to the end that the next one knows of. */
    private boolean isWhole(long log) throws IOException {
        try {
            int end = LogReader.open(files, log).requireWhole().read(change -> { });
            return end == LogReader.open(files, log + 1).header().previousEnd();
        } catch (CatalogException e) {
            return false;
        }
    }

    /** Waits for a snapshot that is under way; there will be no other. */
    void close() {
        merging.lock();
        closed = true;
        merging.unlock();
    }

    private CatalogFile write(long to) throws IOException {
        Overlay overlay = new Overlay();
        for (long number = first(); number < to; number++) LogReader.open(files, number).requireWhole().read(overlay::apply);
        CatalogFile made;
        try (StoredState.Open state = newest.isPresent() ? states.open(newest.get()) : StoredState.Open.nothing()) {
            overlay.noteQueueId(state.highestQueueId());
            made = states.write(to, overlay.over(state.entries()), overlay.highestQueueId());
        }
        deleteBefore(first());
        return made;
    }

    private void deleteBefore(long number) {
        try {
            for (String name : files.list()) {
                Optional<CatalogFile> file = CatalogFile.named(name);
                if (file.isPresent() && file.get().number() < number) files.delete(name);
            }
        } catch (IOException e) {
            log.warn("files of the catalog that nobody needs stay behind", e);
        }
    }

    /** The first log that the newest snapshot does not contain. */
    private long first() {
        return newest.map(CatalogFile::number).orElse(Recovery.FIRST_LOG);
    }

    private long threshold() throws IOException {
        return newest.isEmpty() ? settings.mergeAt() : Math.max(settings.mergeAt(), states.size(newest.get()) / 2);
    }
}
