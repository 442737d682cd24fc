package io.leveret.benchmarks.journal;

import com.sun.management.OperatingSystemMXBean;
import io.leveret.benchmarks.measure.Bound;
import io.leveret.benchmarks.measure.Scratch;
import io.leveret.benchmarks.measure.Target;
import io.leveret.benchmarks.store.RawRead;
import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.JournalVisitor;
import io.leveret.persistence.journal.ReplayRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reading a whole journal at start: messages of 1 KiB, each with its settlement, from a disk whose files nobody remembers.
 * A start reads all segments to their ends, those that are ready as well, as does {@link RawRead}. Before the scan that counts
 * there is one that does not: a hypervisor that has to find memory for what is cached costs more than the disk.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.leveret.benchmarks.journal.RecoveryBenchmark DIRECTORY [MESSAGES]</pre>
 */
public final class RecoveryBenchmark {

    private static final OperatingSystemMXBean CPU = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final int MESSAGES = 2_000_000;
    private static final int SIZE = 1024;
    private static final int WINDOW = 1000;
    private static final int ROUNDS = 5;
    private static final double DISK_SECONDS = 0.3;

    private record Scan(double bytesPerSecond, double cpuMicros) {
    }

    private RecoveryBenchmark() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            System.err.println("usage: RecoveryBenchmark DIRECTORY [MESSAGES]");
            System.exit(2);
        }
        int messages = arguments.length > 1 ? Integer.parseInt(arguments[1]) : MESSAGES;
        try (Scratch scratch = Scratch.in(arguments[0])) {
            fill(scratch.path().resolve("journal"), messages);
            measure(scratch.path());
        }
    }

    private static void fill(Path directory, int messages) throws IOException, InterruptedException {
        try (Journal journal = open(directory)) {
            Publisher publisher = new Publisher(journal, 1, SIZE, WINDOW, Long.MAX_VALUE, messages);
            publisher.thread().start();
            publisher.thread().join();
        }
    }

    private static void measure(Path directory) throws IOException, InterruptedException {
        Target cpu = new Target("10 scan, CPU per record, us", "%.2f", Bound.atMost(0.5));
        Target coldCpu = new Target("   (the same, with what the system does to read)", "%.2f", Bound.NONE);
        Target wall = new Target("   scan, MB/s, of reading the files", "%.0f", Bound.atLeast(0.8));
        Path journalDirectory = directory.resolve("journal");
        for (int i = 0; i < ROUNDS; i++) {
            RawDisk disk = RawDisk.measure(directory, DISK_SECONDS);
            List<Path> files = Scratch.filesIn(journalDirectory);
            RawRead read = RawRead.measure(files);
            RawRead.forget(files);
            scan(journalDirectory);
            RawRead.forget(Scratch.filesIn(journalDirectory)); // what was ready has other names now
            Scan cold = scan(journalDirectory);
            Scan warm = scan(journalDirectory);
            wall.add(disk, cold.bytesPerSecond / 1e6, cold.bytesPerSecond / read.cached());
            coldCpu.add(disk, cold.cpuMicros, cold.cpuMicros);
            cpu.add(disk, warm.cpuMicros, warm.cpuMicros);
        }
        Target.printHead();
        for (Target target : List.of(cpu, coldCpu, wall)) target.print();
    }

    private static Scan scan(Path directory) throws IOException {
        long bytes = 0;
        for (Path file : Scratch.filesIn(directory)) bytes += Files.size(file);
        long cpuBefore = CPU.getProcessCpuTime();
        long start = System.nanoTime();
        try (Journal journal = open(directory)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            double micros = (CPU.getProcessCpuTime() - cpuBefore) / 1e3;
            return new Scan(bytes / seconds, micros / journal.replayed().records());
        }
    }

    private static Journal open(Path directory) throws IOException {
        return Journal.open(new DirectoryFiles(directory), JournalSettings.DEFAULT,
                ReplayRequest.everything(new JournalVisitor() { }), new FailingListener());
    }
}
