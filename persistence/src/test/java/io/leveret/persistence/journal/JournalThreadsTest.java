package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal with its threads, on a real disk, used by several loops. */
class JournalThreadsTest {

    private static final int LOOPS = 3;
    private static final int TURNS = 200;
    private static final int PER_TURN = 20;

    @TempDir
    Path directory;

    @Test
    void storesWhatSeveralLoopsAppend() throws IOException {
        JournalSettings settings = new JournalSettings(256 * 1024, 8192, 1 << 20, SyncPolicy.GROUP);
        Journal journal = open(settings, new Recorded());
        List<ExecutorService> loops = new ArrayList<>();
        List<AtomicLong> stored = new ArrayList<>();
        List<AtomicLong> appended = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            ExecutorService loop = Executors.newSingleThreadExecutor();
            loops.add(loop);
            AtomicLong confirmed = new AtomicLong();
            AtomicLong position = new AtomicLong(-1);
            stored.add(confirmed);
            appended.add(position);
            JournalProducer producer = journal.producer(loop, new JournalProducer.Listener() {
                @Override
                public void written(long from, long to, long lsn) {
                }

                @Override
                public void stored(long upTo) {
                    confirmed.set(upTo);
                }
            });
            int queue = i;
            for (int turn = 0; turn < TURNS; turn++) {
                int first = turn * PER_TURN;
                loop.execute(() -> {
                    for (int k = 0; k < PER_TURN; k++) {
                        publish(producer, queue, first + k, message("body"));
                    }
                    producer.settle(queue, first, PER_TURN / 2);
                    producer.flush();
                });
            }
            loop.execute(() -> position.set(producer.position()));
        }
        for (int i = 0; i < LOOPS; i++) {
            AtomicLong confirmed = stored.get(i);
            AtomicLong position = appended.get(i);
            await().until(() -> confirmed.get() == position.get());
        }
        journal.close();
        loops.forEach(ExecutorService::shutdown);

        Recorded recorded = new Recorded();
        open(settings, recorded).close();
        for (int queue = 0; queue < LOOPS; queue++) {
            String ofQueue = "publish " + queue + "/";
            assertThat(recorded.lines.stream().filter(line -> line.startsWith(ofQueue))).hasSize(TURNS * PER_TURN)
                    .containsSubsequence(ofQueue + "0 body", ofQueue + "1 body", ofQueue + (TURNS * PER_TURN - 1) + " body");
        }
        assertThat(recorded.lines.stream().filter(line -> line.startsWith("settle"))).hasSize(LOOPS * TURNS);
    }

    /** Each waits for the others: the loop for the writer, that for the one that forces, and the other way round. */
    @Test
    void loopsThatWaitForWhatTheyHaveAppendedGetOn() throws IOException {
        Journal journal = open(new JournalSettings(1 << 20, 8192, 1 << 20, SyncPolicy.GROUP), new Recorded());
        List<ExecutorService> threads = new ArrayList<>();
        List<WindowedLoop> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            ExecutorService thread = Executors.newSingleThreadExecutor();
            WindowedLoop loop = new WindowedLoop(journal, thread, i);
            threads.add(thread);
            loops.add(loop);
            thread.execute(loop::fill);
        }
        for (WindowedLoop loop : loops) await().until(() -> loop.stored.get() == WindowedLoop.MESSAGES);
        journal.close();
        threads.forEach(ExecutorService::shutdown);
        Recorded recorded = new Recorded();
        open(JournalSettings.DEFAULT, recorded).close();
        assertThat(recorded.lines).hasSize(LOOPS * WindowedLoop.MESSAGES);
    }

    /** Has a few large messages on the way at most. */
    private static final class WindowedLoop implements JournalProducer.Listener {
        private static final int MESSAGES = 400;
        private static final int WINDOW = 5;
        private static final int SIZE = 12_000;

        private final int queue;
        private final JournalProducer producer;
        private final AtomicLong stored = new AtomicLong();
        private final List<Long> ends = new ArrayList<>();

        WindowedLoop(Journal journal, ExecutorService thread, int queue) {
            this.queue = queue;
            this.producer = journal.producer(thread, this);
        }

        void fill() {
            while (ends.size() < MESSAGES && ends.size() - stored.get() < WINDOW) {
                publish(producer, queue, ends.size(), message(TestJournal.body(ends.size(), SIZE)));
                ends.add(producer.position());
            }
            producer.flush();
        }

        @Override
        public void written(long from, long to, long lsn) {
        }

        @Override
        public void stored(long position) {
            while (stored.get() < ends.size() && ends.get((int) stored.get()) <= position) stored.incrementAndGet();
            fill();
        }
    }

    @Test
    void whatIsHandedOverIsWrittenBeforeItCloses() throws IOException {
        JournalSettings settings = new JournalSettings(256 * 1024, 8192, 1 << 20, SyncPolicy.OS);
        Journal journal = open(settings, new Recorded());
        JournalProducer producer = journal.producer(Runnable::run, TestJournal.IGNORING);
        for (int i = 0; i < 1000; i++) publish(producer, 1, i, message("x".repeat(700)));
        producer.flush();
        journal.close();
        Recorded recorded = new Recorded();
        open(settings, recorded).close();
        assertThat(recorded.lines).hasSize(1000);
    }

    @Test
    void settlingAloneIsWrittenAfterAWhile() throws IOException {
        Journal journal = open(JournalSettings.DEFAULT, new Recorded());
        ExecutorService loop = Executors.newSingleThreadExecutor();
        AtomicLong stored = new AtomicLong();
        JournalProducer producer = journal.producer(loop, new JournalProducer.Listener() {
            @Override
            public void written(long from, long to, long lsn) {
            }

            @Override
            public void stored(long upTo) {
                stored.set(upTo);
            }
        });
        loop.execute(() -> {
            producer.settle(1, 0, 1);
            producer.flush();
        });
        await().until(() -> stored.get() > 0);
        journal.close();
        loop.shutdown();
    }

    private Journal open(JournalSettings settings, JournalVisitor visitor) throws IOException {
        JournalListener listener = new NoTroubles();
        return Journal.open(new DirectoryFiles(directory.resolve("journal")), settings, ReplayRequest.everything(visitor), listener);
    }
}
