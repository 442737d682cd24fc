package io.leveret.benchmarks.journal;

import io.leveret.benchmarks.measure.Bound;
import io.leveret.benchmarks.measure.Scratch;
import io.leveret.benchmarks.measure.Target;
import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.JournalVisitor;
import io.leveret.persistence.journal.ReplayRequest;
import io.leveret.persistence.journal.SyncPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The journal by itself, against the disk it writes to, in short runs by turns.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.leveret.benchmarks.journal.JournalBenchmark DIRECTORY [ROUNDS]</pre>
 */
public final class JournalBenchmark {

    private static final int ROUNDS = 15;
    private static final double SECONDS = 0.5;
    private static final double DISK_SECONDS = 0.3;

    /** Until all segments have been used before, and the code is compiled. */
    private static final double WARM_UP = 4;

    /** Half a window of each is forced at a time, so that more of them keep the disk better at work. */
    private static final int MANY = 8;
    private static final int SOME = 4;

    private final Path directory;
    private final Journal journal;

    private JournalBenchmark(Path directory) throws IOException {
        this.directory = directory;
        this.journal = Journal.open(new DirectoryFiles(directory.resolve("journal")), JournalSettings.DEFAULT,
                ReplayRequest.everything(new JournalVisitor() { }), new FailingListener());
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            System.err.println("usage: JournalBenchmark DIRECTORY [ROUNDS]");
            System.exit(2);
        }
        try (Scratch scratch = Scratch.in(arguments[0])) {
            JournalBenchmark benchmark = new JournalBenchmark(scratch.path());
            benchmark.run(arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS);
            benchmark.journal.close();
        }
    }

    private void run(int rounds) throws IOException, InterruptedException {
        Load oneByOne = new Load(1, 16, 1);
        Load small = new Load(2, 16, 1000);
        Load smallAndWide = new Load(2, 16, 4000);
        Load middle = new Load(2, 1024, 1000);
        Load large = new Load(2, 64 << 10, 100);
        for (Load load : List.of(middle, small)) load.run(journal, WARM_UP);
        Target.printHead();

        Target first = new Target("1  16 B, one at a time, msgs/s x F", "%.0f", Bound.atLeast(0.65));
        Target second = new Target("2  1 KiB, window 1000, MB/s written, of B", "%.0f", Bound.atLeast(0.9));
        Target wider = new Target("   (the same with " + SOME + " publishers)", "%.0f", Bound.NONE);
        Target third = new Target("3  64 KiB, window 100, MB/s written, of B", "%.0f", Bound.atLeast(0.95));
        for (int i = 0; i < rounds; i++) {
            RawDisk disk = RawDisk.measure(directory, DISK_SECONDS);
            Load.Result result = oneByOne.run(journal, SECONDS);
            first.add(disk, result.messagesPerSecond(), result.messagesPerSecond() * disk.appendNanos() / 1e9);
        }
        first.print();
        againstBandwidth(second, middle, rounds);
        againstBandwidth(wider, new Load(SOME, middle.size(), middle.window()), rounds);
        againstBandwidth(third, large, rounds);
        againstOs(small, smallAndWide, rounds);

        inOs(middle, rounds);
    }

    private void againstBandwidth(Target target, Load load, int rounds) throws IOException, InterruptedException {
        for (int i = 0; i < rounds; i++) {
            RawDisk disk = RawDisk.measure(directory, DISK_SECONDS);
            Load.Result result = load.run(journal, SECONDS);
            target.add(disk, result.bytesPerSecond() / 1e6, result.bytesPerSecond() / disk.bytesPerSecond());
        }
        target.print();
    }

    private void againstOs(Load load, Load wide, int rounds) throws IOException, InterruptedException {
        Target rate = new Target("4  16 B, window 1000, group, million msgs/s", "%.2f", Bound.atLeast(5));
        Target cpu = new Target("   its CPU per message, us", "%.2f", Bound.atMost(0.25));
        Target ofOs = new Target("   of the rate of os", "%.2f", Bound.atLeast(0.8));
        Load crowd = new Load(MANY, load.size(), load.window());
        Target crowdOfOs = new Target("   (the same with " + MANY + " publishers)", "%.2f", Bound.NONE);
        Target wideOfOs = new Target("   (the same with a window of 4000)", "%.2f", Bound.NONE);
        Target osRate = new Target("5a 16 B, window 1000, os, million msgs/s", "%.2f", Bound.atLeast(7));
        for (int i = 0; i < rounds; i++) {
            RawDisk disk = RawDisk.measure(directory, DISK_SECONDS);
            Load.Result os = load.run(journal, SECONDS, SyncPolicy.OS);
            Load.Result group = load.run(journal, SECONDS);
            rate.add(disk, group.messagesPerSecond() / 1e6, group.messagesPerSecond() / 1e6);
            cpu.add(disk, group.cpuMicros(), group.cpuMicros());
            ofOs.add(disk, group.messagesPerSecond() / 1e6, group.messagesPerSecond() / os.messagesPerSecond());
            double crowdRate = crowd.run(journal, SECONDS).messagesPerSecond();
            crowdOfOs.add(disk, crowdRate / 1e6, crowdRate / crowd.run(journal, SECONDS, SyncPolicy.OS).messagesPerSecond());
            double wideRate = wide.run(journal, SECONDS).messagesPerSecond();
            wideOfOs.add(disk, wideRate / 1e6, wideRate / wide.run(journal, SECONDS, SyncPolicy.OS).messagesPerSecond());
            osRate.add(disk, os.messagesPerSecond() / 1e6, os.messagesPerSecond() / 1e6);
        }
        List.of(rate, cpu, ofOs, crowdOfOs, wideOfOs, osRate).forEach(Target::print);
    }

    private void inOs(Load load, int rounds) throws IOException, InterruptedException {
        Target rate = new Target("5b 1 KiB, window 1000, os, million msgs/s", "%.2f", Bound.atLeast(2));
        Target cpu = new Target("   its CPU per message, us", "%.2f", Bound.atMost(0.7));
        Target written = new Target("   (MB/s written, of B)", "%.0f", Bound.NONE);
        for (int i = 0; i < rounds; i++) {
            RawDisk disk = RawDisk.measure(directory, DISK_SECONDS);
            Load.Result os = load.run(journal, SECONDS, SyncPolicy.OS);
            rate.add(disk, os.messagesPerSecond() / 1e6, os.messagesPerSecond() / 1e6);
            cpu.add(disk, os.cpuMicros(), os.cpuMicros());
            written.add(disk, os.bytesPerSecond() / 1e6, os.bytesPerSecond() / disk.bytesPerSecond());
        }
        List.of(rate, cpu, written).forEach(Target::print);
    }
}
