package io.leveret.benchmarks.broker;

import io.leveret.benchmarks.journal.RawDisk;
import io.leveret.benchmarks.measure.Bound;
import io.leveret.benchmarks.measure.Scratch;
import io.leveret.benchmarks.measure.Target;
import io.leveret.benchmarks.store.RawRead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Queues that nobody consumes grow far beyond the heap; then the broker is stopped, started, killed, started, and drained. */
final class Backlog {

    private static final long UNLIMITED = Long.MAX_VALUE / 2;
    private static final int STEPS = 10;
    private static final int SIZE = 100;
    private static final int WINDOW = 5000;
    private static final double DISK_SECONDS = 0.5;
    private static final double MEBIBYTE = 1 << 20;

    private final Path directory;
    private final Path data;

    Backlog(Path directory) {
        this.directory = directory;
        this.data = directory.resolve("backlog");
    }

    void run(int messages, int count) throws IOException, InterruptedException {
        List<String> queues = IntStream.range(0, count).mapToObj(i -> "q" + i).toList();
        int step = messages / STEPS;
        BrokerProcess broker = start();
        broker.declare(queues.toArray(String[]::new));
        long idleHeap = broker.liveHeap();
        Map<String, Long> idleDisk = disk();
        publish(broker, queues, step);
        long heap = broker.liveHeap();
        print("live heap %.1f MiB, %.1f more than before%n", heap / MEBIBYTE, (heap - idleHeap) / MEBIBYTE);
        disk().forEach((folder, bytes) -> print("disk, %s: %.1f B a message more than before%n", folder,
                (double) (bytes - idleDisk.getOrDefault(folder, 0L)) / step / STEPS));
        print("stopped in %.0f ms%n", broker.stop());
        RawDisk disk = RawDisk.measure(directory, DISK_SECONDS);
        RawRead.forget(Scratch.filesIn(data));
        broker = start();
        double afterStop = broker.readyMillis() / 1e3;
        broker.kill();
        RawRead.forget(Scratch.filesIn(data));
        broker = start();
        double afterKill = broker.readyMillis() / 1e3;
        print("ready again after %.2f s, after kill -9 after %.2f s%n", afterStop, afterKill);
        Target.printHead();
        Target ready = new Target("10 from a checkpoint, the JVM's start and all, s", "%.2f", Bound.atMost(2.5));
        ready.add(disk, afterKill, afterKill);
        ready.print();
        drain(broker, queues, (long) step * STEPS / count);
        broker.close();
    }

    /** What the files of each folder take. */
    private Map<String, Long> disk() throws IOException {
        Map<String, Long> bytes = new TreeMap<>();
        for (Path file : Scratch.filesIn(data)) bytes.merge(file.getParent().getFileName().toString(), Files.size(file), Long::sum);
        return bytes;
    }

    private BrokerProcess start() throws IOException {
        return BrokerProcess.start(data, "256m", "group");
    }

    private static void publish(BrokerProcess broker, List<String> queues, int step) throws IOException {
        try (ConfirmingPublisher publisher = new ConfirmingPublisher(broker.port(), "", queues, true, SIZE, WINDOW)) {
            for (int i = 1; i <= STEPS; i++) {
                long start = System.nanoTime();
                publisher.run(UNLIMITED, step);
                publisher.awaitAll();
                print("%,12d published, %,10.0f msgs/s%n", (long) i * step, step / ((System.nanoTime() - start) / 1e9));
            }
        }
    }

    private static void drain(BrokerProcess broker, List<String> queues, long messagesOfEach) throws IOException {
        long start = System.nanoTime();
        boolean isFirst = true;
        for (String queue : queues) {
            try (Consuming consumer = new Consuming(broker.port(), queue)) {
                if (isFirst) consumer.runTo(1);
                if (isFirst) print("first message after %.0f ms%n", (System.nanoTime() - start) / 1e6);
                isFirst = false;
                consumer.runTo(messagesOfEach);
            }
        }
        long all = messagesOfEach * queues.size();
        print("%,12d consumed, %,10.0f msgs/s%n", all, all / ((System.nanoTime() - start) / 1e9));
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
