package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SparesTest implements JournalListener {

    private static final int SIZE = TestJournal.SEGMENT;

    private final MemoryFiles files = new MemoryFiles(1);
    private final List<String> told = new ArrayList<>();
    private final Spares spares;
    private boolean takesNote = true;

    SparesTest() throws IOException {
        spares = new Spares(files, SIZE, 5, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), new Random(2), this, Reached.open(files, false));
    }

    @Test
    void keepsTwoSegmentsReady() throws IOException {
        spares.onReady(() -> told.add("ready"));
        assertThat(spares.turn()).isEqualTo(Parking.FOREVER);
        assertThat(files.list()).containsExactly("000000000005.seg", "000000000006.seg");
        assertThat(told).containsExactly("ready", "ready");
        assertThat(spares.take().sequence()).isEqualTo(5);
        assertThat(spares.take().sequence()).isEqualTo(6);
        assertThat(spares.hasReady()).isFalse();
    }

    /** As for want of room, until whoever listens agrees. */
    @Test
    void hasNoneReadyBeforeWhoListensHasTakenNote() throws IOException {
        takesNote = false;
        assertThat(spares.turn()).isLessThan(Parking.FOREVER);
        assertThat(spares.hasReady()).isFalse();
        takesNote = true;
        assertThat(spares.turn()).isEqualTo(Parking.FOREVER);
        assertThat(spares.hasReady()).isTrue();
        assertThat(files.list()).as("the file is used").containsExactly("000000000006.seg", "000000000007.seg");
    }

    @Test
    void usesReleasedFilesAgainUnderANewSalt() throws IOException {
        spares.turn();
        Segment first = spares.take();
        Segment second = spares.take();
        spares.release(first);
        spares.release(second);
        spares.turn();
        assertThat(files.list()).containsExactly("000000000007.seg", "000000000008.seg");
        assertThat(spares.take().salt()).isNotEqualTo(first.salt());
    }

    @Test
    void usesWhatIsReleasedWhileItFillsAFileWithZeros() throws IOException {
        spares.turn();
        Segment first = spares.take();
        spares.take();
        spares.onReady(() -> {
            if (told.isEmpty()) spares.release(first);
            told.add("ready");
        });
        spares.turn();
        assertThat(files.list()).containsExactly("000000000006.seg", "000000000007.seg", "000000000008.seg");
    }

    @Test
    void keepsAsManyFreeFilesAsItIsToldTo() throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            spares.turn();
            segments.add(spares.take());
        }
        spares.turn();
        segments.forEach(spares::release);
        spares.keepFree(12);
        spares.turn();
        assertThat(files.list().stream().filter(Segment::isFree)).hasSize(12);
    }

    @Test
    void doesWithoutAReleasedFileThatCannotBeRenamed() throws IOException {
        for (Fault fault : List.of(Fault.ERROR, Fault.TORN)) {
            for (int operation = 0; operation < 2; operation++) {
                spares.turn();
                spares.release(spares.take());
                files.failing(files.operations() + operation, fault);
                spares.turn();
                assertThat(spares.turn()).isEqualTo(Parking.FOREVER);
                assertThat(files.list()).hasSize(2).allMatch(Segment::isSegment);
            }
        }
    }

    @Test
    void keepsSomeFreeFilesAndDeletesTheRest() throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            spares.turn();
            segments.add(spares.take());
        }
        spares.turn();
        segments.forEach(spares::release);
        spares.turn();
        assertThat(files.list().stream().filter(Segment::isFree)).hasSize(8);
        assertThat(files.list()).hasSize(10);
    }

    @Test
    void adoptsOnlyFilesOfTheRightSize() throws IOException {
        files.create(Segment.freeName(1), SIZE);
        files.create(Segment.freeName(2), SIZE / 2);
        spares.adopt(Segment.freeName(1));
        spares.adopt(Segment.freeName(2));
        assertThat(files.list()).containsExactly(Segment.freeName(1));
        spares.turn();
        assertThat(files.list()).containsExactly("000000000005.seg", "000000000006.seg");
    }

    @Test
    void alarmsOnceAndGetsOverAnyFailure() throws IOException {
        for (Fault fault : List.of(Fault.ERROR, Fault.TORN)) {
            for (int operation = 0; operation < 5; operation++) {
                told.clear();
                files.failing(files.operations() + operation, fault);
                long pause = spares.turn();
                assertThat(pause).as(fault + " in " + operation).isNotEqualTo(Parking.FOREVER);
                assertThat(told).containsExactly("full");
                assertThat(spares.turn()).isEqualTo(Parking.FOREVER);
                assertThat(told).containsExactly("full", "available");
                assertThat(files.list()).as("nothing half made stays").hasSize(2);
                files.delete(Segment.name(spares.take().sequence()));
                files.delete(Segment.name(spares.take().sequence()));
            }
        }
    }

    @Override
    public void segmentReady() throws IOException {
        if (!takesNote) throw new IOException("not yet");
    }

    @Override
    public void diskFull(IOException reason) {
        told.add("full");
    }

    @Override
    public void diskAvailable() {
        told.add("available");
    }

    @Override
    public void failed(Throwable reason) {
        told.add("failed");
    }
}
