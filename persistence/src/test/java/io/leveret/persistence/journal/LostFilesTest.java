package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that somebody takes away while they are in use. */
class LostFilesTest {

    @TempDir
    Path directory;
    private boolean keysChange;
    private boolean isMute;
    private boolean isForbidden;
    private Consumer<String> beforeLooks = name -> { };
    private TestJournal opened;
    private JournalProducer producer;
    private long written;

    @BeforeEach
    void writeThreeSegments() throws IOException {
        opened = TestJournal.open(new Looked(new DirectoryFiles(directory)), 1, TestJournal.SMALL, ReplayRequest.everything(new JournalVisitor() { }));
        producer = opened.producer();
        while (opened.journal.segments().size() < 3) write();
        assertThatCode(opened.journal::requireFiles).doesNotThrowAnyException();
    }

    @Test
    void areMissedWhereverInTheJournalTheyStand() throws IOException {
        for (Segment each : List.copyOf(opened.journal.segments())) {
            Path away = Files.move(file(each), directory.resolve("away"));
            assertThatThrownBy(opened.journal::requireFiles).isInstanceOf(LostFileException.class)
                    .hasMessageStartingWith("the file " + file(each) + " was deleted or moved while in use");
            Files.move(away, file(each));
            assertThatCode(opened.journal::requireFiles).doesNotThrowAnyException();
        }
    }

    /** Before anything is written there, so that nobody is told that it is stored, and no start asks for it. */
    @Test
    void areMissedWhenTheyHadBeenReadyAndAreTaken() throws IOException {
        opened.journal.noteReach();
        long newest = newest().sequence();
        for (long ready = newest + 1; ready <= newest + 2; ready++) Files.delete(directory.resolve(Segment.name(ready)));
        long stored = 0;
        for (int i = 0; i < 100 && opened.failures.isEmpty(); i++) {
            stored = opened.journal.durableLsn();
            write();
        }
        assertThat(opened.failures).singleElement().isInstanceOf(LostFileException.class);
        assertThat(Lsn.segment(stored)).isEqualTo(newest);
        assertThat(Lsn.segment(opened.journal.durableLsn())).as("not in the next one").isEqualTo(newest);
        opened.journal.close();
        ReplayRequest everything = ReplayRequest.everything(new JournalVisitor() { });
        assertThatCode(() -> TestJournal.open(new DirectoryFiles(directory), 2, TestJournal.SMALL, everything).journal.close()).doesNotThrowAnyException();
    }

    @Test
    void areMissedWhenTheyAreCut() throws IOException {
        for (Segment each : List.copyOf(opened.journal.segments())) {
            setLength(each, TestJournal.SEGMENT - 1);
            assertThatThrownBy(opened.journal::requireFiles).isInstanceOf(LostFileException.class)
                    .hasMessageStartingWith("the file " + file(each) + " was cut to 65535 bytes");
            setLength(each, TestJournal.SEGMENT);
        }
        setLength(newest(), 0);
        write();
        assertThatThrownBy(opened.journal::requireFiles).as("written behind the cut").hasMessageContaining("was cut to ");
    }

    @Test
    void areMissedWhenTheyAreEmptiedAndAsLongAsBefore() throws IOException {
        for (Segment each : List.copyOf(opened.journal.segments())) {
            byte[] before = Files.readAllBytes(file(each));
            setLength(each, 0);
            setLength(each, TestJournal.SEGMENT);
            assertThatThrownBy(opened.journal::requireFiles).isInstanceOf(LostFileException.class)
                    .hasMessageStartingWith("the file " + file(each) + " was emptied while in use");
            Files.write(file(each), before);
            assertThatCode(opened.journal::requireFiles).doesNotThrowAnyException();
        }
    }

    @Test
    void areMissedWhenOthersHaveTheirNamesThatMayNotBeRead() {
        keysChange = true;
        isForbidden = true;
        assertThatThrownBy(opened.journal::requireFiles).isInstanceOf(LostFileException.class)
                .hasMessageContaining(" was replaced by another one while in use");
    }

    @Test
    void areMissedWhenOthersHaveTheirNames() throws IOException {
        List<Segment> all = List.copyOf(opened.journal.segments());
        byte[] other = Files.readAllBytes(file(all.get(0)));
        for (Segment each : all.subList(1, 3)) {
            Path away = Files.move(file(each), directory.resolve("away"));
            Files.write(file(each), other);
            assertThatThrownBy(opened.journal::requireFiles).isInstanceOf(LostFileException.class)
                    .hasMessageStartingWith("the file " + file(each) + " was replaced by another one while in use");
            Files.delete(file(each));
            Files.move(away, file(each));
        }
    }

    @Test
    void areMissedWhenACopyFallsBehind() throws IOException {
        for (Segment each : List.copyOf(opened.journal.segments())) {
            Path copy = Files.copy(file(each), directory.resolve("copy"));
            Files.delete(file(each));
            Files.move(copy, file(each));
        }
        assertThatCode(opened.journal::requireFiles).as("a start finds the same").doesNotThrowAnyException();
        write();
        assertThatThrownBy(opened.journal::requireFiles).isInstanceOf(LostFileException.class)
                .hasMessageStartingWith("the file " + file(newest()) + " was replaced");
    }

    @Test
    void areNotMissedWhenTheirKeysChangeOrNobodyAnswers() throws IOException {
        keysChange = true;
        for (int i = 0; i < 3; i++) {
            write();
            assertThatCode(opened.journal::requireFiles).doesNotThrowAnyException();
        }
        isMute = true;
        Files.delete(file(newest()));
        assertThatCode(opened.journal::requireFiles).doesNotThrowAnyException();
    }

    @Test
    void areNotMissedWhenTheyAreReleasedMeanwhile() {
        Segment released = opened.journal.segments().iterator().next();
        beforeLooks = name -> {
            opened.journal.release(released);
            opened.run();
        };
        assertThatCode(opened.journal::requireFiles).doesNotThrowAnyException();
        opened.run();
        assertThat(file(released)).as("released once that was done").doesNotExist();
    }

    private void write() {
        TestJournal.publish(producer, 1, written++, TestJournal.message(new byte[3000]));
        producer.handOverAll();
        opened.run();
    }

    private Segment newest() {
        return List.copyOf(opened.journal.segments()).get(opened.journal.segments().size() - 1);
    }

    private Path file(Segment segment) {
        return directory.resolve(Segment.name(segment.sequence()));
    }

    private void setLength(Segment segment, long length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(file(segment).toFile(), "rw")) {
            file.setLength(length);
        }
    }

    /** What others see of files. */
    private final class Looked implements JournalFiles {
        private final JournalFiles files;

        Looked(JournalFiles files) {
            this.files = files;
        }

        @Override
        public List<String> list() throws IOException {
            return files.list();
        }

        @Override
        public JournalFile create(String name, long size) throws IOException {
            return files.create(name, size);
        }

        @Override
        public JournalFile createGrowing(String name) throws IOException {
            return files.createGrowing(name);
        }

        @Override
        public JournalFile open(String name) throws IOException {
            if (isForbidden) throw new AccessDeniedException(name);
            return files.open(name);
        }

        @Override
        public Sighting look(String name) throws IOException {
            beforeLooks.accept(name);
            if (isMute) throw new IOException("Input/output error");
            Sighting seen = files.look(name);
            return keysChange ? new Sighting(new Object(), seen.size()) : seen;
        }

        @Override
        public String whole(String name) {
            return files.whole(name);
        }

        @Override
        public void rename(String from, String to) throws IOException {
            files.rename(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            files.delete(name);
        }

        @Override
        public void force() throws IOException {
            files.force();
        }
    }
}
