package io.leveret.benchmarks.journal;

import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.JournalVisitor;
import io.leveret.persistence.journal.ReplayRequest;
import io.leveret.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The journal by itself, against the disk it writes to. Disks differ, and virtual ones from one minute to the next, so each
 * row is preceded by a measurement of the disk, and the results are ratios to that.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.leveret.benchmarks.journal.JournalBenchmark DIRECTORY [SECONDS]</pre>
 */
public final class JournalBenchmark {

    private static final double WARM_UP = 0.5;
    private static final int RELEASE_EVERY_MILLIS = 20;

    /** Until a new journal has its first segments, which is not what is measured. */
    private static final long FIRST_SEGMENTS = 300_000_000;

    /** One way to use the journal. */
    private record Row(String name, int publishers, int size, int window, SyncPolicy sync) {
    }

    private static final List<Row> ROWS = List.of(
            new Row("1  16 B, one at a time", 1, 16, 1, SyncPolicy.GROUP),
            new Row("2  1 KiB, window 1000", 2, 1024, 1000, SyncPolicy.GROUP),
            new Row("3  64 KiB, window 100", 2, 64 << 10, 100, SyncPolicy.GROUP),
            new Row("4  16 B, window 1000", 2, 16, 1000, SyncPolicy.GROUP),
            new Row("5a 16 B, window 1000, os", 2, 16, 1000, SyncPolicy.OS),
            new Row("5b 1 KiB, window 1000, os", 2, 1024, 1000, SyncPolicy.OS));

    private final Path directory;
    private final double seconds;

    private JournalBenchmark(Path directory, double seconds) {
        this.directory = directory;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            System.err.println("usage: JournalBenchmark DIRECTORY [SECONDS]");
            System.exit(2);
        }
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "journal");
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 5;
        try {
            new JournalBenchmark(directory, seconds).run();
        } finally {
            deleteAll(directory);
        }
    }

    private void run() throws IOException, InterruptedException {
        print("%-27s %8s %8s %11s %8s %8s %8s %8s %7s %7s%n", "", "F us", "B MB/s", "msgs/s", "MB/s", "cpu us", "p50 us",
                "p99 us", "rate*F", "of B");
        for (Row row : ROWS) {
            measure(row, WARM_UP);
            RawDisk disk = RawDisk.measure(directory, Math.min(seconds, 2));
            report(row, disk, measure(row, seconds));
        }
    }

    /** What came of a row. */
    private record Result(double messagesPerSecond, double cpuNanosPerMessage, int median, int percentile99) {
    }

    private Result measure(Row row, double howLong) throws IOException, InterruptedException {
        Path journalDirectory = directory.resolve("journal");
        Journal journal = Journal.open(new DirectoryFiles(journalDirectory), JournalSettings.DEFAULT.withSync(row.sync),
                ReplayRequest.everything(new JournalVisitor() { }), new FailingListener());
        run(List.of(new Publisher(journal, row.publishers, row.size, 1, System.nanoTime() + FIRST_SEGMENTS)), journal);
        long cpuBefore = cpuOf("journal-");
        long start = System.nanoTime();
        List<Publisher> publishers = new ArrayList<>();
        for (int i = 0; i < row.publishers; i++) {
            publishers.add(new Publisher(journal, i, row.size, row.window, start + (long) (howLong * 1e9)));
        }
        run(publishers, journal);
        double took = (System.nanoTime() - start) / 1e9;
        long cpu = cpuOf("journal-") - cpuBefore + publishers.stream().mapToLong(Publisher::cpuNanos).sum();
        long messages = publishers.stream().mapToLong(Publisher::confirmed).sum();
        journal.close();
        deleteAll(journalDirectory);
        int[] latencies = publishers.get(0).latencies();
        return new Result(messages / took, (double) cpu / messages, latencies[latencies.length / 2],
                latencies[(int) (latencies.length * 0.99)]);
    }

    private static void run(List<Publisher> publishers, Journal journal) throws InterruptedException {
        for (Publisher publisher : publishers) publisher.thread().start();
        for (Publisher publisher : publishers) {
            while (publisher.thread().isAlive()) {
                publisher.thread().join(RELEASE_EVERY_MILLIS);
                Publisher.releaseOld(journal);
            }
        }
    }

    private static void report(Row row, RawDisk disk, Result result) {
        double megabytes = result.messagesPerSecond * row.size / 1e6;
        print("%-27s %8.0f %8.0f %11.0f %8.1f %8.2f %8.0f %8.0f %7.2f %7.2f%n", row.name, disk.appendNanos() / 1e3,
                disk.bytesPerSecond() / 1e6, result.messagesPerSecond, megabytes, result.cpuNanosPerMessage / 1e3,
                result.median / 1e3, result.percentile99 / 1e3, result.messagesPerSecond * disk.appendNanos() / 1e9,
                megabytes * 1e6 / disk.bytesPerSecond());
    }

    private static long cpuOf(String threads) {
        ThreadMXBean beans = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : beans.getAllThreadIds()) {
            if (beans.getThreadInfo(id) != null && beans.getThreadInfo(id).getThreadName().startsWith(threads)) {
                nanos += beans.getThreadCpuTime(id);
            }
        }
        return nanos;
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
