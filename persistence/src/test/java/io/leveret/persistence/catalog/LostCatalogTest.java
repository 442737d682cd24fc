package io.leveret.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leveret.engine.store.CatalogChange.VirtualHostCreated;
import io.leveret.persistence.DataDirectoryLostException;
import io.leveret.persistence.OwnedFolder;
import io.leveret.persistence.Ownership;
import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.LostFileException;
import io.leveret.persistence.journal.OwnedFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a catalog that somebody takes away while it is open. */
class LostCatalogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temporary;
    private final List<String> told = new ArrayList<>();

    @Test
    void filesAreMissedThoughNothingIsDeclared() throws IOException {
        Path whole = temporary.resolve("whole");
        open(whole);
        int files = needed(whole).size();
        assertThat(files).as("a snapshot, and logs").isGreaterThan(2);
        for (int i = 0; i < files; i++) {
            Path directory = temporary.resolve("without-" + i);
            TestCatalog catalog = open(directory);
            Path file = needed(directory).get(i);
            assertThat(catalog.pass(1000).failures).isEmpty();
            Files.move(file, temporary.resolve("away-" + i));
            assertThat(catalog.pass(999).failures).isEmpty();
            assertThat(catalog.pass(1).failures).as(file.toString()).singleElement().isInstanceOf(LostFileException.class)
                    .asString().contains("the file " + file + " was deleted or moved while in use");
        }
    }

    @Test
    void filesAreMissedThatAreCutOrChanged() throws IOException {
        open(temporary.resolve("whole"));
        int files = needed(temporary.resolve("whole")).size() - 1; // all but the log that is being written
        for (String how : List.of("cut", "changed", "emptied")) {
            for (int i = 0; i < files; i++) {
                Path directory = temporary.resolve(how + "-" + i);
                TestCatalog catalog = open(directory);
                Path file = needed(directory).get(i);
                byte[] bytes = Files.readAllBytes(file);
                catalog.pass(1000);
                byte[] other = bytes.clone();
                other[how.equals("emptied") ? 0 : other.length / 4] ^= 1;
                Files.write(file, how.equals("cut") ? Arrays.copyOf(bytes, bytes.length - 1) : other);
                Files.setLastModifiedTime(file, FileTime.fromMillis(0));
                assertThat(catalog.pass(1000).failures).as(file.toString()).singleElement().isInstanceOf(LostFileException.class)
                        .asString().contains("the file " + file + " was c");
            }
        }
    }

    @Test
    void filesAreNotMissedWhenOnlyTheirTimesChange() throws IOException {
        Path directory = temporary.resolve("touched");
        TestCatalog catalog = open(directory);
        catalog.pass(1000);
        for (Path file : needed(directory)) Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(catalog.pass(1000).failures).isEmpty();
        assertThat(catalog.pass(1000).failures).isEmpty();
    }

    @Test
    void nothingIsSaidToBeStoredInALogThatIsGoneOrAnother() throws IOException {
        for (String how : List.of("deleted", "cut", "replaced", "copied")) {
            Path directory = temporary.resolve(how);
            TestCatalog catalog = open(directory);
            List<Path> files = needed(directory);
            Path log = files.get(files.size() - 1);
            byte[] bytes = Files.readAllBytes(log);
            if (how.equals("cut")) cut(log);
            else Files.delete(log);
            if (how.equals("replaced")) Files.write(log, new byte[bytes.length]);
            if (how.equals("copied")) Files.write(log, bytes);
            catalog.catalog.append(List.of(new VirtualHostCreated("late")));
            catalog.catalog.whenStored(() -> told.add(how));
            assertThat(catalog.run().failures).as(how).singleElement().isInstanceOf(LostFileException.class);
            assertThat(told).isEmpty();
        }
    }

    @Test
    void theFolderIsMissed() throws IOException {
        Path folder = temporary.resolve("catalog");
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        CatalogListener listener = new CatalogListener() {
            @Override
            public void diskFull(IOException reason) {
            }

            @Override
            public void diskAvailable() {
            }

            @Override
            public void failed(Throwable reason) {
                failures.add(reason.getMessage());
            }
        };
        try (Catalog catalog = Catalog.open(folder, Ownership.UNQUESTIONED, CatalogSettings.DEFAULT, listener).catalog()) {
            Files.move(folder, temporary.resolve("elsewhere"));
            await().atMost(PATIENCE).until(() -> !failures.isEmpty());
            catalog.append(List.of(new VirtualHostCreated("late")));
        }
        assertThat(failures).singleElement().asString().contains("is lost to this broker: its folder 'catalog' was deleted or moved while in use");
    }

    /** That there is none to be made is no lack of room. */
    @Test
    void theFolderIsMissedByWhoNeedsAnotherLog() throws IOException {
        Path folder = temporary.resolve("catalog");
        OwnedFolder owned = new OwnedFolder(temporary, "catalog", Ownership.UNQUESTIONED);
        TestCatalog catalog = TestCatalog.open(OwnedFiles.of(new DirectoryFiles(folder), owned), folder, 1, TestCatalog.SMALL);
        Files.move(folder, temporary.resolve("elsewhere"));
        catalog.store(new VirtualHostCreated("x".repeat(2_000)));
        assertThat(catalog.failures).singleElement().isInstanceOf(DataDirectoryLostException.class);
        assertThat(catalog.alarms).isEmpty();
    }

    /** With two snapshots, and full logs behind the newer. */
    private TestCatalog open(Path directory) throws IOException {
        TestCatalog catalog = TestCatalog.open(new DirectoryFiles(directory), directory, 1, TestCatalog.SMALL);
        for (int i = 0; i < 300; i++) catalog.store(new VirtualHostCreated("host-" + i));
        return catalog;
    }

    /** Files that a start needs, the log that is written last. */
    private static List<Path> needed(Path directory) throws IOException {
        List<CatalogFile> all;
        try (Stream<Path> names = Files.list(directory)) {
            all = names.map(name -> CatalogFile.named(name.getFileName().toString()).orElseThrow()).toList();
        }
        CatalogFile snapshot = all.stream().filter(CatalogFile::isSnapshot).max(Comparator.comparingLong(CatalogFile::number)).orElseThrow();
        Stream<CatalogFile> logs = all.stream().filter(file -> !file.isSnapshot() && file.number() >= snapshot.number())
                .sorted(Comparator.comparingLong(CatalogFile::number));
        return Stream.concat(Stream.of(snapshot), logs).map(file -> directory.resolve(file.name())).toList();
    }

    private static void cut(Path file) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(0);
        }
    }
}
