package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    private long time;

    @BeforeEach
    void writeThreeSegments() throws IOException {
        opened = open();
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
            assertThatCode(this::lookAtAll).doesNotThrowAnyException();
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

    /** With {@code cp} or {@code dd}: the same file, size and header. */
    @Test
    void areMissedWhenOldCopiesArePouredOverThem() throws IOException {
        Segment oldest = newest();
        byte[] copy = Files.readAllBytes(file(oldest));
        write();
        while (opened.journal.segments().size() < 5) write();
        lookAtAll();
        byte[] whole = pour(oldest, copy);
        assertThatThrownBy(this::lookAtAll).isInstanceOf(LostFileException.class)
                .hasMessageStartingWith("the file " + file(oldest) + " was changed while in use");
        pour(oldest, whole);
        assertThatCode(this::lookAtAll).doesNotThrowAnyException();
    }

    @Test
    void areMissedWhenTheyAreChangedAnywhere() throws IOException {
        Segment oldest = opened.journal.segments().iterator().next();
        byte[] bytes = Files.readAllBytes(file(oldest));
        for (int at : List.of(20, SegmentHeader.SIZE + 5, SegmentHeader.SIZE + 300, 50_000)) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            pour(oldest, changed);
            assertThatThrownBy(this::lookAtAll).as("byte " + at).isInstanceOf(LostFileException.class).hasMessageContaining(" was changed");
            pour(oldest, bytes);
            assertThatCode(this::lookAtAll).doesNotThrowAnyException();
        }
    }

    /** Backups and restores set times, and some file systems do long after what was written. */
    @Test
    void areNotMissedWhenOnlyTheirTimesChange() throws IOException {
        for (int i = 1; i <= 3; i++) {
            for (Segment each : opened.journal.segments()) Files.setLastModifiedTime(file(each), FileTime.fromMillis(i * 1000));
            assertThatCode(this::lookAtAll).doesNotThrowAnyException();
            write();
        }
    }

    @Test
    void areNotMissedWhenTheirDamageIsKnown() throws IOException {
        Segment oldest = opened.journal.segments().iterator().next();
        opened.journal.quarantine(oldest.sequence());
        pour(oldest, new byte[] {1, 2, 3}, SegmentHeader.SIZE + 5);
        assertThatCode(this::lookAtAll).doesNotThrowAnyException();
    }

    /** And left that out, as a checkpoint knew what had been there; later ones do not read it at all. */
    @Test
    void areNotMissedWhenAStartHasFoundThemDamaged() throws IOException {
        Segment damaged = newest();
        restart(() -> pour(damaged, new byte[] {1, 2, 3}, SegmentHeader.SIZE + 300));
        restart(() -> { });
        assertThat(opened.journal.damaged()).containsExactly(damaged.sequence());
        lookAtAll();
        Files.setLastModifiedTime(file(damaged), FileTime.fromMillis(1000));
        assertThatCode(this::lookAtAll).doesNotThrowAnyException();
    }

    @Test
    void areMissedThoughTheyAreOfAnEarlierLife() throws IOException {
        Segment last = newest();
        byte[] copy = Files.readAllBytes(file(last));
        write();
        opened.journal.close();
        opened = open();
        producer = opened.producer();
        write();
        lookAtAll();
        pour(last, copy);
        assertThatThrownBy(this::lookAtAll).isInstanceOf(LostFileException.class).hasMessageContaining(file(last) + " was changed");
    }

    /** Where what was written ends only the next one knows: without, that is a line in the log. */
    @Test
    void areNotMissedWhenItIsNotKnownWhetherAnythingIs() throws IOException {
        Segment oldest = newest();
        byte[] copy = Files.readAllBytes(file(oldest));
        while (opened.journal.segments().size() < 5) write();
        opened.journal.segments().stream().filter(each -> each.sequence() == oldest.sequence() + 1).findAny().ifPresent(opened.journal::release);
        lookAtAll();
        byte[] whole = pour(oldest, copy);
        assertThatCode(this::lookAtAll).doesNotThrowAnyException();
        pour(oldest, whole);
        pour(oldest, new byte[] {1}, SegmentHeader.SIZE + 5);
        assertThatThrownBy(this::lookAtAll).as("damaged").isInstanceOf(LostFileException.class);
    }

    @Test
    void areMissedWhenTheyHoldCopies() throws IOException {
        Copies copies = opened.journal.copies();
        Place first = copyTo(copies);
        lookAtAll();
        Segment segment = opened.journal.segmentOf(first.lsn()).orElseThrow();
        byte[] copy = Files.readAllBytes(file(segment));
        copyTo(copies);
        lookAtAll();
        copies.end();
        lookAtAll();
        byte[] whole = pour(segment, copy);
        assertThatThrownBy(this::lookAtAll).isInstanceOf(LostFileException.class).hasMessageContaining(file(segment) + " was changed");
        pour(segment, whole);
        assertThatCode(this::lookAtAll).doesNotThrowAnyException();
    }

    /** What is read there meanwhile is not damage that is here to stay. */
    @Test
    void areNotReadFromUntilSomebodyHasLooked() throws IOException {
        Segment oldest = opened.journal.segments().iterator().next();
        try (SegmentReader reader = opened.journal.read(oldest.sequence())) {
            assertThat(reader.isTouched()).isFalse();
            Files.setLastModifiedTime(file(oldest), FileTime.fromMillis(1000));
            assertThat(reader.isTouched()).isTrue();
            lookAtAll();
            assertThat(reader.isTouched()).isFalse();
        }
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

    private TestJournal open() throws IOException {
        return openFrom(Lsn.START);
    }

    private TestJournal openFrom(long from) throws IOException {
        ReplayRequest request = ReplayRequest.everything(new JournalVisitor() { }).from(from);
        return TestJournal.open(new Looked(new DirectoryFiles(directory)), 1, TestJournal.SMALL, request);
    }

    /** With a checkpoint of all there is, and fills two more segments. */
    private void restart(ThrowingCallable meanwhile) throws IOException {
        long from = opened.journal.durableLsn();
        write();
        opened.journal.close();
        assertThatCode(meanwhile).doesNotThrowAnyException();
        opened = openFrom(from);
        producer = opened.producer();
        for (int known = opened.journal.segments().size(); opened.journal.segments().size() < known + 2; ) write();
    }

    /** Each time one may be read, and then no other is. */
    private void lookAtAll() throws LostFileException {
        for (int i = 0; i <= opened.journal.segments().size(); i++) opened.journal.requireFiles();
    }

    /** Writes to the file itself, at another time, and returns what stood there. */
    private byte[] pour(Segment segment, byte[] bytes) throws IOException {
        return pour(segment, bytes, 0);
    }

    private byte[] pour(Segment segment, byte[] bytes, int at) throws IOException {
        byte[] before = Files.readAllBytes(file(segment));
        try (RandomAccessFile file = new RandomAccessFile(file(segment).toFile(), "rw")) {
            file.seek(at);
            file.write(bytes);
        }
        Files.setLastModifiedTime(file(segment), FileTime.fromMillis(time += 10_000));
        return before;
    }

    private Place copyTo(Copies copies) throws IOException {
        if (!copies.isReady()) opened.run();
        assertThat(copies.isReady()).isTrue();
        StoredMessage message = TestJournal.message(new byte[3000]);
        Place copy = copies.add(message.time(), Long.MAX_VALUE, message.message());
        copies.write();
        return copy;
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
    private final class Looked extends LayeredFiles {

        Looked(JournalFiles files) {
            super(files);
        }

        @Override
        public JournalFile open(String name) throws IOException {
            if (isForbidden) throw new AccessDeniedException(name);
            return super.open(name);
        }

        @Override
        public Sighting look(String name) throws IOException {
            beforeLooks.accept(name);
            if (isMute) throw new IOException("Input/output error");
            Sighting seen = super.look(name);
            return keysChange ? new Sighting(new Object(), seen.size(), seen.changed()) : seen;
        }
    }
}
