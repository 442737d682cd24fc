package io.leveret.benchmarks.store;

import com.sun.management.OperatingSystemMXBean;
import io.leveret.benchmarks.journal.FailingListener;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.SyncPolicy;
import io.leveret.persistence.message.JournalStore;
import io.leveret.persistence.message.StoreSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Backlogs that the operating system has forgotten, read back by a queue as fast as the store gives them, against the disk:
 * messages of 1 KiB that stand one behind the other, and those of one of eight queues that were filled in turn. Before each
 * the same files are read as they are ({@link RawRead}): what counts is 1 MiB at a time past the cache, each when the one before is
 * here, as B is measured of writing. Through the cache the system keeps many megabytes under way, and one of eight queues could at
 * most have an eighth of that; it is shown beside it. The page cache is emptied through {@code /proc/sys/vm/drop_caches} if that may be
 * written, else by {@code dd iflag=nocache}.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.leveret.benchmarks.store.ColdBenchmark DIRECTORY [MEBIBYTES] [ROUNDS]</pre>
 */
public final class ColdBenchmark {

    private static final OperatingSystemMXBean CPU = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final int SIZE = 1024;
    private static final int AT_ONCE = 100;
    private static final int WARM_UPS = 3;

    /** A way to fill the store, and what part of the disk's bandwidth reading one queue should reach. */
    private record Row(String name, int queues, double wanted) {
    }

    private static final List<Row> ROWS = List.of(new Row("dense", 1, 0.8), new Row("one of eight", 8, 0.12));

    private final Path directory;
    private final long messages;
    private final int rounds;

    private ColdBenchmark(Path directory, int mebibytes, int rounds) {
        this.directory = directory;
        this.messages = ((long) mebibytes << 20) / SIZE;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            System.err.println("usage: ColdBenchmark DIRECTORY [MEBIBYTES] [ROUNDS]");
            System.exit(2);
        }
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "cold");
        int mebibytes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1024;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 9;
        try {
            new ColdBenchmark(directory, mebibytes, rounds).run();
        } finally {
            deleteAll(directory);
        }
    }

    private void run() throws IOException, InterruptedException {
        print("%-13s %10s %10s %10s %10s %10s%n", "", "direct", "cached", "msgs/s", "MB/s", "cpu us");
        for (Row row : ROWS) {
            Path data = directory.resolve("data" + row.queues);
            fill(data, row);
            JournalStore store = open(data);
            try (StoreLoop loop = new StoreLoop()) {
                drain(row, store, loop, segments(data));
            }
            store.close();
            deleteAll(data);
        }
    }

    private void fill(Path data, Row row) throws IOException, InterruptedException {
        JournalStore store = open(data);
        Message message = new Message("", "benchmark", BasicProperties.builder().persistent().build(), Body.of(new byte[SIZE]));
        try (StoreLoop loop = new StoreLoop()) {
            List<QueueLog> logs = new ArrayList<>();
            for (int id = 1; id <= row.queues; id++) logs.add(store.open(id, true, loop));
            store.restored();
            for (long position = 1; position <= messages / row.queues; position += AT_ONCE) {
                long first = position;
                while (store.isBusy()) Thread.onSpinWait();
                loop.ask(() -> {
                    for (long next = first; next < first + AT_ONCE; next++) {
                        for (QueueLog log : logs) log.append(next, message, Long.MAX_VALUE);
                    }
                    return null;
                });
            }
        }
        store.close();
    }

    private void drain(Row row, JournalStore store, StoreLoop loop, List<Path> segments) throws IOException, InterruptedException {
        QueueLog log = null;
        for (int id = 1; id <= row.queues; id++) log = store.open(id, true, loop);
        store.restored();
        for (int i = 0; i < WARM_UPS; i++) drain(log, loop);
        double[] direct = new double[rounds];
        double[] cached = new double[rounds];
        double[] drained = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            RawRead disk = RawRead.measure(segments);
            direct[i] = disk.direct();
            cached[i] = disk.cached();
            RawRead.forget(segments);
            Result result = drain(log, loop);
            drained[i] = result.messagesPerSecond * SIZE;
            print("%-13s %10.0f %10.0f %10.0f %10.1f %10.2f%n", row.name, disk.direct() / 1e6, disk.cached() / 1e6,
                    result.messagesPerSecond, drained[i] / 1e6, result.cpuMicrosPerMessage);
        }
        double ratio = median(drained) / median(direct);
        print("%-13s medians: %.3f of the disk, wanted %.2f: %s (%.3f of reading through the cache)%n", row.name, ratio, row.wanted,
                ratio >= row.wanted ? "met" : "missed", median(drained) / median(cached));
    }

    /** What came of a round. */
    private record Result(double messagesPerSecond, double cpuMicrosPerMessage) {
    }

    private static Result drain(QueueLog log, StoreLoop loop) throws InterruptedException {
        long cpu = CPU.getProcessCpuTime();
        long start = System.nanoTime();
        long count = new Draining(log, loop).awaitEnd();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(count / seconds, (CPU.getProcessCpuTime() - cpu) / 1e3 / count);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static JournalStore open(Path data) throws IOException {
        return JournalStore.open(new StoreSettings(data, JournalSettings.DEFAULT.withSync(SyncPolicy.OS), false), new FailingListener());
    }

    /** Those that are full; others change their names. */
    private List<Path> segments(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("free-")).sorted()
                    .limit(messages * SIZE / JournalSettings.DEFAULT.segmentSize()).toList();
        }
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }

    private static void deleteAll(Path directory) throws IOException {
        if (!Files.exists(directory)) return;
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
