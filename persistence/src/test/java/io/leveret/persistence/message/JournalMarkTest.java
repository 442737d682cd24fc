package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.persistence.journal.JournalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that is missing is not one that is new. */
class JournalMarkTest {

    @TempDir
    Path directory;
    private Path journal;
    private Path mark;

    @BeforeEach
    void name() {
        journal = directory.resolve("journal");
        mark = directory.resolve("has-journal");
    }

    @Test
    void anyDirectoryMayBeNew() throws IOException {
        assertFound(false);
        live(false); // nothing was stored, and the disk may have been full all the time
        assertThat(mark).doesNotExist();
        empty();
        assertFound(false);
        assertFound(true);
    }

    @Test
    void aJournalThatHadSomethingIsMissed() throws IOException {
        live(true);
        assertThat(mark).isRegularFile();
        assertFound(true);
        empty();
        assertLost(true);
        assertLost(false); // the catalog may be lost as well
        Files.delete(journal);
        assertLost(false);
    }

    @Test
    void theFolderIsMissedInDirectoriesOfOlderVersions() throws IOException {
        live(true);
        Files.delete(mark);
        empty();
        assertFound(true);
        Files.delete(journal);
        assertLost(true);
        assertFound(false);
    }

    @Test
    void theMarkComesWithTheNextLife() throws IOException {
        live(true);
        Files.delete(mark);
        live(false);
        assertThat(mark).isRegularFile();
    }

    /** @param stores something, which is durable in the end */
    private void live(boolean stores) throws IOException {
        StoreSettings settings = new StoreSettings(directory, JournalSettings.DEFAULT.withSegments(1 << 20), false);
        try (JournalStore store = JournalStore.open(settings, null)) {
            HandLoop loop = new HandLoop();
            if (stores) store.open(1, true, loop).append(0, TestStore.message("kept"), Long.MAX_VALUE);
            store.restored();
            loop.runAll();
        }
    }

    private void empty() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(journal)) {
            files = all.toList();
        }
        for (Path each : files) Files.delete(each);
    }

    private void assertFound(boolean isAnythingDeclared) {
        assertThatCode(() -> JournalStore.requireJournal(directory, isAnythingDeclared)).doesNotThrowAnyException();
    }

    private void assertLost(boolean isAnythingDeclared) {
        assertThatThrownBy(() -> JournalStore.requireJournal(directory, isAnythingDeclared)).isInstanceOf(JournalMissingException.class)
                .hasMessageStartingWith("the journal in " + journal + " is missing or empty");
    }
}
