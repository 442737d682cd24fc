package io.leveret.persistence.catalog;

import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogContents;
import io.leveret.persistence.Ownership;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A catalog whose threads are the test's own, and whose time passes only when told. */
public final class TestCatalog implements CatalogListener {

    static final CatalogSettings SMALL = new CatalogSettings(1024, 3000, 1500, false);

    public final Catalog catalog;
    public final CatalogContents contents;
    final List<Throwable> failures = new ArrayList<>();
    final List<String> alarms = new ArrayList<>();
    private final List<Runnable> merges = new ArrayList<>();
    private final long[] nanos = {1};

    private TestCatalog(JournalFiles files, long seed, Snapshots snapshots, CatalogSettings settings) throws IOException {
        Catalog.Opened opened = Catalog.open(files, Ownership.UNQUESTIONED, snapshots, settings, this, new Random(seed),
                () -> nanos[0], merges::add);
        catalog = opened.catalog();
        contents = opened.contents();
    }

    /** On the disk, where the files are. */
    public static TestCatalog open(JournalFiles files, Path directory, long seed, CatalogSettings settings) throws IOException {
        return new TestCatalog(files, seed, new MapDbSnapshots(directory), settings);
    }

    static TestCatalog open(MemoryFiles files) throws IOException {
        return open(files, SMALL);
    }

    static TestCatalog open(MemoryFiles files, CatalogSettings settings) throws IOException {
        return new TestCatalog(files, files.nextSeed(), new MemorySnapshots(files), settings);
    }

    static TestCatalog open(MemoryFiles files, Snapshots snapshots) throws IOException {
        return new TestCatalog(files, files.nextSeed(), snapshots, SMALL);
    }

    /** Lets all threads do what there is to do. */
    public TestCatalog run() {
        while (catalog.writer().turn() == 0) merge();
        merge();
        return this;
    }

    public TestCatalog pass(long milliseconds) {
        nanos[0] += TimeUnit.MILLISECONDS.toNanos(milliseconds);
        return run();
    }

    /** Appends changes one by one, and has them stored together. */
    public TestCatalog store(CatalogChange... changes) {
        for (CatalogChange change : changes) catalog.append(change);
        return run();
    }

    private void merge() {
        List<Runnable> due = List.copyOf(merges);
        merges.clear();
        due.forEach(Runnable::run);
    }

    @Override
    public void diskFull(IOException reason) {
        alarms.add("full");
    }

    @Override
    public void diskAvailable() {
        alarms.add("available");
    }

    @Override
    public void failed(Throwable reason) {
        failures.add(reason);
    }
}
