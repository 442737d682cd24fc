package io.leveret.persistence.catalog;

import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogContents;
import io.leveret.engine.store.CatalogStore;
import io.leveret.persistence.OwnedFolder;
import io.leveret.persistence.Ownership;
import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.OwnedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What exists, on disk: changes go to a log, and what they have come to into snapshots. Callable from any thread.
 */
public final class Catalog implements CatalogStore {

    private static final Logger log = LoggerFactory.getLogger(Catalog.class);

    /** What opening one brings: the catalog, and what was in it, which it does not keep. */
    public record Opened(Catalog catalog, CatalogContents contents) {
    }

    private final CatalogSettings settings;
    private final CatalogWriter writer;
    private final Merger merger;
    private Thread thread;
    private volatile boolean closing;

    private Catalog(JournalFiles files, Ownership ownership, StoredState states, CatalogSettings settings, Start start, CatalogListener listener,
                    RandomGenerator random, LongSupplier clock, Executor mergers) throws IOException {
        this.settings = settings;
        this.merger = new Merger(files, states, settings, start.base(), start.log().number(), start.sealedBytes(), mergers);
        this.writer = new CatalogWriter(files, start.log(), settings.logSize(), random, clock, listener, merger::sealed, () -> {
            ownership.require();
            merger.requireFiles();
        });
    }

    /**
     * Opens the catalog in a directory, which is made if it is missing.
     *
     * @param ownership of the directory in which that one is
     * @throws CatalogException when it is damaged and not to be salvaged, or written by a newer version
     */
    public static Opened open(Path directory, Ownership ownership, CatalogSettings settings, CatalogListener listener) throws IOException {
        Ownership folder = new OwnedFolder(directory.toAbsolutePath().getParent(), directory.getFileName().toString(), ownership);
        JournalFiles files = OwnedFiles.askingBeforeWriting(new DirectoryFiles(directory), folder);
        Opened opened = open(files, folder, new MapDbSnapshots(directory), settings, listener,
                new SecureRandom(), System::nanoTime, Catalog::runInBackground);
        opened.catalog.startThread();
        return opened;
    }

    /** Without a thread: whoever calls turns the writer. */
    static Opened open(JournalFiles files, Ownership ownership, Snapshots snapshots, CatalogSettings settings, CatalogListener listener,
                       RandomGenerator random, LongSupplier clock, Executor mergers) throws IOException {
        StoredState states = new StoredState(files, snapshots);
        Recovery recovery = Recovery.read(files, states, settings.salvage());
        recovery.lost().forEach(lost -> log.error("lost of the catalog: {}", lost));
        Start start = Start.after(recovery, files, states, settings.logSize(), random);
        Catalog catalog = new Catalog(files, ownership, states, settings, start, listener, random, clock, mergers);
        return new Opened(catalog, recovery.contents());
    }

    @Override
    public void append(List<CatalogChange> changes) {
        if (closing) throw new IllegalStateException("the catalog is closed");
        List<byte[]> encoded = new ArrayList<>(changes.size());
        for (CatalogChange change : changes) encoded.add(ChangeFormat.encode(change));
        writer.append(encoded);
    }

    @Override
    public void whenStored(Runnable task) {
        writer.whenStored(task);
    }

    /** Stores what was appended, and makes a snapshot if that saves the next start some reading. */
    @Override
    public void close() {
        closing = true;
        if (thread == null) {
            finish();
            return;
        }
        writer.wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    CatalogWriter writer() {
        return writer;
    }

    private void startThread() {
        runInBackground(merger::lookAtSpares);
        merger.mergeIfDue();
        thread = new Thread(this::run, "catalog-writer");
        thread.setDaemon(true);
        thread.start();
    }

    private static void runInBackground(Runnable task) {
        Thread merging = new Thread(task, "catalog-snapshot");
        merging.setDaemon(true);
        merging.start();
    }

    private void run() {
        while (!closing) {
            Thread.interrupted(); // Java would close the file that an interrupted thread writes
            try {
                writer.rest(writer.turn());
            } catch (InterruptedException e) {
                log.debug("an interrupt does not end the catalog's writer");
            }
        }
        Thread.interrupted();
        finish();
    }

    private void finish() {
        writer.finish();
        boolean isWorthIt = merger.unmerged() + writer.end() >= settings.mergeAtClose();
        if (isWorthIt && writer.startNextLog()) merger.merge();
        merger.close();
        writer.close();
    }
}
