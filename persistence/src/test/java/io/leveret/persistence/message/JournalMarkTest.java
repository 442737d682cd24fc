package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leveret.engine.store.QueueLog;
import io.leveret.persistence.journal.JournalListener;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.NoTroubles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
        Files.createDirectory(journal);
        assertFound(false);
        assertFound(true);
    }

    /** Whatever happens next: a second later the disk may be another. */
    @Test
    void aJournalIsMissedFromTheFirstConfirmOn() throws IOException {
        try (JournalStore store = open()) {
            HandLoop loop = new HandLoop();
            QueueLog log = store.open(1, true, loop);
            log.append(0, TestStore.message("kept"), Long.MAX_VALUE);
            List<Boolean> told = new ArrayList<>();
            log.whenDurable(() -> told.add(Files.isRegularFile(mark)));
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                loop.runAll();
                return !told.isEmpty();
            });
            assertThat(told).containsExactly(true);
        }
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

    /** A link to nowhere cannot be written, like anything new on a full disk. */
    @Test
    void anOlderDirectoryIsStoredInBeforeThereIsRoomForTheMark() throws IOException {
        live(true);
        Files.delete(mark);
        Path nowhere = directory.resolve("nowhere");
        Files.createSymbolicLink(mark, nowhere.resolve("file"));
        JournalListener marked = new JournalMark(directory).before(new NoTroubles());
        marked.segmentReady();
        assertThat(Files.exists(mark)).isFalse();
        Files.createDirectory(nowhere);
        marked.segmentReady();
        assertThat(mark).isRegularFile();
    }

    @Test
    void nothingIsStoredInANewDirectoryWithoutTheMark() throws IOException {
        live(false);
        Files.delete(mark);
        Files.createSymbolicLink(mark, directory.resolve("nowhere").resolve("file"));
        JournalListener marked = new JournalMark(directory).before(new NoTroubles());
        assertThatThrownBy(marked::segmentReady).isInstanceOf(IOException.class);
    }

    /** @param stores something, which is durable in the end */
    private void live(boolean stores) throws IOException {
        try (JournalStore store = open()) {
            HandLoop loop = new HandLoop();
            if (stores) store.open(1, true, loop).append(0, TestStore.message("kept"), Long.MAX_VALUE);
            store.restored();
            loop.runAll();
        }
    }

    private JournalStore open() throws IOException {
        return JournalStore.open(new StoreSettings(directory, JournalSettings.DEFAULT.withSegments(1 << 20), false), new NoTroubles());
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
