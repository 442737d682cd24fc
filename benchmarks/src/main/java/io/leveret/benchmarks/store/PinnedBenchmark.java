package io.leveret.benchmarks.store;

import io.leveret.benchmarks.journal.FailingListener;
import io.leveret.benchmarks.measure.Scratch;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.message.JournalStore;
import io.leveret.persistence.message.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * So many segments full of messages of 1 KiB, which the operating system has forgotten, and of which all but one in each leave
 * at once: how long the journal takes to give the room back. What emptying a segment costs is in the log at debug level, in the
 * line of {@code Compaction}.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.leveret.benchmarks.store.PinnedBenchmark DIRECTORY [SEGMENTS]</pre>
 */
public final class PinnedBenchmark {

    private static final int SIZE = 1024;
    private static final int AT_ONCE = 100;
    private static final int IN_SEGMENT = 60_000; // of that size, nearly
    private static final long BOUND = 512L << 20;
    private static final long MOST_MILLIS = 150_000;
    private static final int LOOK_MILLIS = 100;
    private static final int NEWEST = 4;

    private PinnedBenchmark() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            System.err.println("usage: PinnedBenchmark DIRECTORY [SEGMENTS]");
            System.exit(2);
        }
        int segments = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 160;
        try (Scratch scratch = Scratch.in(arguments[0])) {
            JournalStore store = JournalStore.open(new StoreSettings(scratch.path(), JournalSettings.DEFAULT, false), new FailingListener());
            try (StoreLoop loop = new StoreLoop()) {
                QueueLog log = store.open(1, true, loop);
                store.restored();
                fill(store, loop, log, (long) segments * IN_SEGMENT);
                RawRead.forget(inUse(scratch.path().resolve("journal")));
                empty(loop, log, segments);
                await(scratch.path().resolve("journal"), segments);
            }
            store.close();
        }
    }

    private static void fill(JournalStore store, StoreLoop loop, QueueLog log, long messages) throws InterruptedException {
        Message message = new Message("", "benchmark", BasicProperties.builder().persistent().build(), Body.of(new byte[SIZE]));
        for (long position = 0; position < messages; position += AT_ONCE) {
            long first = position;
            while (store.isBusy()) Thread.onSpinWait();
            loop.ask(() -> {
                for (long next = first; next < first + AT_ONCE; next++) log.append(next, message, Long.MAX_VALUE);
                return null;
            });
        }
    }

    /** Others change their names meanwhile. */
    private static List<Path> inUse(Path journal) throws IOException {
        List<Path> files = Scratch.filesIn(journal).stream().filter(file -> file.getFileName().toString().matches("\\d+\\.seg")).toList();
        return files.subList(0, Math.max(0, files.size() - NEWEST));
    }

    private static void empty(StoreLoop loop, QueueLog log, int segments) throws InterruptedException {
        for (long segment = 0; segment < segments; segment++) {
            long first = segment * IN_SEGMENT;
            loop.ask(() -> {
                for (long position = first + 1; position < first + IN_SEGMENT; position++) log.remove(position);
                return null;
            });
        }
    }

    private static void await(Path journal, int segments) throws IOException, InterruptedException {
        long start = System.currentTimeMillis();
        long bound = BOUND + (long) segments * SIZE * 3 / 2;
        long before = 0;
        long millis = 0;
        while (millis < MOST_MILLIS) {
            long taken = 0;
            for (Path file : Scratch.filesIn(journal)) taken += sizeOf(file);
            millis = System.currentTimeMillis() - start;
            if (taken != before) {
                System.out.printf(Locale.ROOT, "after %.1f s: the journal takes %d MiB, wanted %d MiB%n", millis / 1e3, taken >> 20, bound >> 20);
            }
            before = taken;
            if (taken <= bound) return;
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** It may have got another name since the folder was read. */
    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
