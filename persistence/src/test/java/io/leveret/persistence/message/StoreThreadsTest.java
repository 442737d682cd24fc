package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leveret.engine.loop.Loop;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.persistence.journal.NoTroubles;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loops that are threads: what they have parts in, and what they share, is in the journal in an order that can be read. */
class StoreThreadsTest {

    private static final int QUEUES = 6;
    private static final int STEPS = 1000;
    private static final JournalSettings SETTINGS = new JournalSettings(1 << 20, 4096, 1 << 22, SyncPolicy.GROUP);

    @TempDir
    Path directory;

    /** A queue, what it holds, and its loop. */
    private static final class Target {
        final ThreadLoop loop;
        final QueueLog log;
        final TreeSet<Long> positions = new TreeSet<>();
        long next = 1;

        Target(ThreadLoop loop, QueueLog log) {
            this.loop = loop;
            this.log = log;
        }

        void append(Message message) {
            positions.add(next);
            log.append(next++, message, Long.MAX_VALUE);
        }

        void removeFirst() {
            if (!positions.isEmpty()) log.remove(positions.pollFirst());
        }
    }

    private final AtomicInteger waiting = new AtomicInteger();

    @Test
    void whatSeveralThreadsDoTogetherIsReadAsTheyDidIt() throws Exception {
        JournalStore store = open();
        store.restored();
        List<ThreadLoop> loops = Stream.generate(ThreadLoop::new).limit(3).toList();
        List<Target> queues = new ArrayList<>();
        for (int id = 0; id < QUEUES; id++) {
            ThreadLoop loop = loops.get(id % loops.size());
            queues.add(new Target(loop, store.open(id, true, loop)));
        }
        CountDownLatch begun = new CountDownLatch(loops.size());
        for (ThreadLoop loop : loops) {
            Random random = new Random(loops.indexOf(loop));
            for (int step = 0; step < STEPS; step++) loop.execute(() -> step(store, loop, queues, random));
            loop.execute(begun::countDown);
        }
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        await("everything is confirmed").pollInSameThread().atMost(Duration.ofSeconds(60)).until(() -> {
            for (ThreadLoop loop : loops) loop.idle();
            return waiting.get() == 0;
        });
        for (ThreadLoop loop : loops) loop.end();
        store.close();
        forgetCheckpoints();

        JournalStore again = open();
        for (int id = 0; id < QUEUES; id++) {
            JournaledQueueLog log = (JournaledQueueLog) again.open(id, true, loops.get(0));
            TreeSet<Long> found = new TreeSet<>();
            TestStore.contents(log).forEach(line -> found.add(Long.valueOf(line.split(" ")[0])));
            assertThat(found).as("queue " + id).isEqualTo(queues.get(id).positions);
        }
        again.close();
    }

    private void step(JournalStore store, ThreadLoop loop, List<Target> queues, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> share(store, loop, queues);
            case 1, 2 -> transaction(store, queues, random);
            default -> {
                for (Target queue : queues) if (queue.loop == loop) queue.removeFirst();
            }
        }
    }

    private void share(JournalStore store, ThreadLoop loop, List<Target> queues) {
        Message message = TestStore.message("shared");
        store.sharedBodies(loop).share(message);
        store.sharedBodies(loop).handOver();
        for (Target queue : queues) {
            queue.loop.execute(() -> {
                queue.append(message);
                confirm(queue);
            });
        }
    }

    private void transaction(JournalStore store, List<Target> queues, Random random) {
        int parts = 1 + random.nextInt(4);
        StoreTransaction transaction = store.begin();
        transaction.expect(parts);
        for (int i = 0; i < parts; i++) {
            Target queue = queues.get(random.nextInt(queues.size()));
            boolean takes = i == 0;
            queue.loop.execute(() -> {
                queue.log.enter(transaction);
                if (takes) queue.removeFirst();
                else queue.append(TestStore.message("part"));
                queue.log.leave(transaction);
                confirm(queue);
            });
        }
    }

    private void confirm(Target queue) {
        waiting.incrementAndGet();
        queue.log.whenDurable(waiting::decrementAndGet);
    }

    /** So that the whole journal is read. */
    private void forgetCheckpoints() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("checkpoint"))) {
            for (Path file : files.toList()) Files.delete(file);
        }
    }

    private JournalStore open() throws IOException {
        return JournalStore.open(new StoreSettings(directory, SETTINGS, false), new NoTroubles());
    }

    private static final class ThreadLoop implements Loop {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        @Override
        public void execute(Runnable task) {
            if (!thread.isShutdown()) thread.execute(task);
        }

        @Override
        public Timer schedule(Runnable task, long delayMillis) {
            throw new UnsupportedOperationException("a store sets no timers");
        }

        @Override
        public long millis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        }

        @Override
        public boolean isCurrent() {
            throw new UnsupportedOperationException("a store does not ask");
        }

        /** Waits until it has nothing to do, for a moment. */
        void idle() throws Exception {
            thread.submit(() -> { }).get(60, TimeUnit.SECONDS);
        }

        void end() throws InterruptedException {
            thread.shutdown();
            assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
