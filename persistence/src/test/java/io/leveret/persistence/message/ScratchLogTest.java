package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.JournalListener;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.JournalVisitor;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.MemoryFiles.Fault;
import io.leveret.persistence.journal.ReplayRequest;
import io.leveret.persistence.journal.Segment;
import io.leveret.persistence.journal.SyncPolicy;
import io.leveret.persistence.journal.TestJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchLogTest {

    private static final JournalListener IGNORING = new TestJournalListener();
    private static final long NEVER = Long.MAX_VALUE;

    private final MemoryFiles files = new MemoryFiles(1);
    private final TestJournal journal = TestJournal.open(new MemoryFiles(2));
    private final HandLoop loop = new HandLoop();
    private final ReaderThreads threads = new ReaderThreads();
    private final AtomicReference<TestJournal> opened = new AtomicReference<>();
    private final ScratchStore scratch = new ScratchStore(files, this::open, IGNORING, threads);
    private final ColdReader reader = new ColdReader(journal.journal, scratch::journalOrNull, threads, new HandBackground(), StoreSettings.NUMBERS);
    private final ScratchLog log = new ScratchLog(7, scratch.of(loop), reader, IndexSpill.NEVER);

    ScratchLogTest() throws IOException {
    }

    private static final class TestJournalListener implements JournalListener {
        @Override
        public void diskFull(IOException reason) {
        }

        @Override
        public void diskAvailable() {
        }

        @Override
        public void failed(Throwable reason) {
            throw new AssertionError("a scratch file is not worth the process", reason);
        }
    }

    private Journal open(JournalFiles scratchFiles, JournalListener listener) throws IOException {
        opened.set(TestJournal.open(scratchFiles, 3, TestJournal.SMALL.withSync(SyncPolicy.OS), listener));
        return opened.get().journal;
    }

    @AfterEach
    void close() {
        threads.close();
    }

    private void run() {
        for (int i = 0; i < 3; i++) {
            loop.runAll();
            if (opened.get() != null) opened.get().run();
        }
        loop.runAll();
    }

    private static Message message(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return new Message("", "key", BasicProperties.EMPTY, Body.of(bytes));
    }

    private void pageOut(int from, int to, int size) {
        for (int i = from; i <= to; i++) log.pageOut(i, message(i, size), NEVER);
    }

    private List<ReadBack> read(long from, long to) {
        List<ReadBack> all = new ArrayList<>();
        log.read(LongStream.rangeClosed(from, to).toArray(), NEVER, all::addAll);
        Awaitility.await().until(() -> {
            loop.runAll();
            return !all.isEmpty();
        });
        return all;
    }

    @Test
    void takesNoFileBeforeTheFirstMessageComes() throws IOException {
        assertThat(log.canPageOut()).isTrue();
        assertThat(files.list()).isEmpty();
    }

    @Test
    void givesBackWhatWasPagedOutOnceItIsWritten() {
        pageOut(1, 50, 100);
        assertThat(log.isReadable(1)).isFalse();
        run();
        assertThat(log.isReadable(1)).isTrue();
        assertThat(log.isReadable(50)).isTrue();
        assertThat(read(1, 50)).hasSize(50).allSatisfy(back ->
                assertThat(back.message().body()).isEqualTo(message((int) back.position(), 100).body()));
        pageOut(60, 60, 10);
        assertThat(log.isReadable(60)).isFalse();
    }

    @Test
    void saysHowOftenAMessageHasComeBack() {
        pageOut(1, 2, 100);
        log.returned(2, 3, 4);
        run();
        assertThat(read(1, 2)).extracting(ReadBack::failures, ReadBack::acquisitions).containsExactly(tuple(0, 0), tuple(3, 4));
    }

    /** As lines of several priorities let go of theirs, one after the other. */
    @Test
    void positionsNeedNotRise() {
        pageOut(50, 60, 100);
        pageOut(10, 20, 100);
        assertThat(log.isReadable(10)).isFalse();
        run();
        assertThat(log.isReadable(10)).isTrue();
        assertThat(log.isReadable(60)).isTrue();
        pageOut(90, 90, 100);
        pageOut(70, 70, 100);
        loop.runAll();
        pageOut(80, 80, 100);
        opened.get().run();
        loop.runAll();
        assertThat(log.isReadable(70)).isTrue();
        assertThat(log.isReadable(80)).as("the last one is still to come").isFalse();
        run();
        assertThat(log.isReadable(80)).isTrue();
        assertThat(read(10, 20)).hasSize(11).allMatch(back -> back.message() != null);
    }

    @Test
    void forcesNothing() {
        files.failForce(true);
        pageOut(1, 50, 100);
        run();
        assertThat(log.isReadable(50)).isTrue();
    }

    @Test
    void usesSegmentsAgainOnceAllInThemHasLeft() throws IOException {
        for (int i = 1; i <= 2000; i++) {
            pageOut(i, i, 1000);
            if (i > 20) log.remove(i - 20);
            if (i % 10 == 0) run();
        }
        assertThat(files.list()).hasSizeLessThan(8);
        assertThat(read(1990, 2000)).hasSize(11).allMatch(back -> back.message() != null);
    }

    @Test
    void whatLeavesBeforeItIsWrittenKeepsNoSegment() throws IOException {
        for (int i = 1; i <= 1000; i++) {
            pageOut(i, i, 1000);
            log.remove(i);
            if (i % 10 == 0) run();
        }
        assertThat(files.list()).hasSizeLessThan(8);
    }

    @Test
    void purgingAndDeletingFreesEverything() throws IOException {
        pageOut(1, 1000, 1000);
        run();
        assertThat(files.list()).hasSizeGreaterThan(15);
        log.removeBefore(1000, new long[] {500});
        run();
        assertThat(files.list()).hasSizeLessThan(14);
        assertThat(read(500, 500).get(0).message().body()).isEqualTo(message(500, 1000).body());
        log.delete();
        run();
        assertThat(opened.get().journal.segments().stream().mapToLong(Segment::live).sum()).isZero();
    }

    @Test
    void aDiskThatFailsLeavesMessagesInTheHeapAndTheBrokerAlive() {
        pageOut(1, 10, 100);
        run();
        assertThat(log.isReadable(10)).isTrue();
        files.failNext(Fault.POWER_LOSS);
        pageOut(11, 20, 100);
        run();
        assertThat(log.canPageOut()).isFalse();
        assertThat(log.isReadable(20)).isFalse();
        pageOut(21, 30, 100);
        run();
        assertThat(log.isReadable(10)).isTrue();
        assertThat(log.isReadable(21)).isFalse();
        log.delete();
    }

    @Test
    void whenNoFileCanBeMadeMessagesStayInTheHeap() throws IOException {
        files.limitTo(0);
        pageOut(1, 10, 100);
        run();
        assertThat(log.isReadable(1)).isFalse();
        files.limitTo(Long.MAX_VALUE);
        run();
        assertThat(log.isReadable(10)).isTrue();
    }

    @Test
    void freesThePiecesOfLargeBodiesToo(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("left-behind"), "by the last process");
        JournalSettings settings = JournalSettings.DEFAULT.withSync(SyncPolicy.OS);
        ReplayRequest all = ReplayRequest.everything(new JournalVisitor() { });
        try (ScratchStore real = new ScratchStore(DirectoryFiles.unforced(directory),
                (scratchFiles, listener) -> Journal.open(scratchFiles, settings, all, listener), IGNORING, threads)) {
            ScratchLog large = new ScratchLog(8, real.of(loop),
                    new ColdReader(journal.journal, real::journalOrNull, threads, new HandBackground(), StoreSettings.NUMBERS), IndexSpill.NEVER);
            for (int i = 1; i <= 9; i++) large.pageOut(i, message(i, 40 << 20), NEVER);
            await(() -> large.isReadable(9));
            List<ReadBack> read = new ArrayList<>();
            large.read(new long[] {3}, NEVER, read::addAll);
            await(() -> !read.isEmpty());
            assertThat(read.get(0).message().body()).isEqualTo(message(3, 40 << 20).body());
            large.removeBefore(8, new long[0]);
            large.remove(8);
            large.remove(9);
            await(() -> real.journal().segments().stream().allMatch(segment -> segment.live() == 0));
            await(() -> real.journal().segments().size() <= 2);
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    private void await(Callable<Boolean> condition) {
        Awaitility.await().until(() -> {
            loop.runAll();
            return condition.call();
        });
    }
}
