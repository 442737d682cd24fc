package io.leveret.benchmarks.broker;

import io.leveret.benchmarks.journal.RawDisk;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.FieldTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What durability costs the whole broker: against the same broker with weaker promises, and against the disk.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.leveret.benchmarks.broker.DurabilityBenchmark DIRECTORY PART [SECONDS | MESSAGES]</pre>
 *
 * The parts: {@code rate}, {@code latency}, {@code backlog} (messages of 100 B, with 256 MiB of heap).
 */
public final class DurabilityBenchmark {

    private static final String SYNC = "LEVERET_PERSISTENCE_SYNC";
    private static final Map<String, String> NO_LIMIT = Map.of("LEVERET_PERSISTENCE_DISK_FREE_LIMIT", "0");
    private static final int SIZE = 1024;
    private static final int WINDOW = 1000;
    private static final int ROUNDS = 3;
    private static final long UNLIMITED = Long.MAX_VALUE / 2;

    private final Path directory;

    private DurabilityBenchmark(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println("usage: DurabilityBenchmark DIRECTORY rate|latency|backlog [SECONDS | MESSAGES]");
            System.exit(2);
        }
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "durability");
        DurabilityBenchmark benchmark = new DurabilityBenchmark(directory);
        int amount = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        try {
            switch (arguments[1]) {
                case "rate" -> benchmark.rate(amount == 0 ? 5 : amount);
                case "latency" -> benchmark.latency(amount == 0 ? 3 : amount);
                case "backlog" -> benchmark.backlog(amount == 0 ? 10_000_000 : amount);
                default -> throw new IllegalArgumentException("no part '" + arguments[1] + "'");
            }
        } finally {
            deleteAll(directory);
        }
        System.exit(0);
    }

    /** 1 KiB with confirms, a window of 1000, one consumer with acks. */
    private void rate(int seconds) throws Exception {
        print("%-12s %10s %10s %12s %10s%n", "", "B MB/s", "msgs/s", "cpu us/msg", "of 0.8 B");
        for (int round = 0; round < ROUNDS; round++) {
            for (String sync : List.of("transient", "os", "group")) {
                RawDisk disk = RawDisk.measure(directory, 1);
                boolean persistent = !sync.equals("transient");
                try (BrokerProcess broker = start("1g", persistent ? sync : "group")) {
                    declare(broker, "q");
                    try (Consuming consumer = new Consuming(broker.port(), "q");
                         ConfirmingPublisher publisher = new ConfirmingPublisher(broker.port(), "", "q", persistent, SIZE, WINDOW)) {
                        consumer.start();
                        publisher.run(2_000_000_000L, UNLIMITED);
                        double cpu = broker.cpuSeconds();
                        long before = consumer.received();
                        long start = System.nanoTime();
                        publisher.run(seconds * 1_000_000_000L, UNLIMITED);
                        double rate = (consumer.received() - before) / ((System.nanoTime() - start) / 1e9);
                        double micros = (broker.cpuSeconds() - cpu) * 1e6 / (consumer.received() - before);
                        print("%-12s %10.0f %10.0f %12.2f %10.2f%n", sync, disk.bytesPerSecond() / 1e6, rate, micros,
                                rate * SIZE / (0.8 * disk.bytesPerSecond()));
                    }
                }
            }
        }
    }

    /** One message at a time, each confirmed before the next. */
    private void latency(int seconds) throws Exception {
        print("%-12s %8s %8s %8s %8s%n", "", "F us", "p50 us", "p99 us", "p50-net");
        for (int round = 0; round < ROUNDS; round++) {
            double network = 0;
            for (String sync : List.of("transient", "group")) {
                RawDisk disk = RawDisk.measure(directory, 1);
                try (BrokerProcess broker = start("1g", "group")) {
                    declare(broker, "q");
                    boolean persistent = !sync.equals("transient");
                    try (Consuming consumer = new Consuming(broker.port(), "q");
                         ConfirmingPublisher publisher = new ConfirmingPublisher(broker.port(), "", "q", persistent, SIZE, 1)) {
                        consumer.start();
                        publisher.run(2_000_000_000L, UNLIMITED);
                        publisher.run(seconds * 1_000_000_000L, UNLIMITED);
                        double median = publisher.latency(0.5) / 1e3;
                        if (!persistent) network = median;
                        print("%-12s %8.0f %8.0f %8.0f %8.2f F%n", sync, disk.appendNanos() / 1e3, median, publisher.latency(0.99) / 1e3,
                                (median - network) * 1e3 / disk.appendNanos());
                    }
                }
            }
        }
    }

    /** A queue that nobody consumes grows far beyond the heap; then the broker is stopped, started, killed, started, and drained. */
    private void backlog(int messages) throws Exception {
        Path data = directory.resolve("backlog");
        BrokerProcess broker = BrokerProcess.start(data, "256m", NO_LIMIT);
        declare(broker, "q");
        try (ConfirmingPublisher publisher = new ConfirmingPublisher(broker.port(), "", "q", true, 100, 5000)) {
            int step = messages / 10;
            for (int i = 1; i <= 10; i++) {
                long start = System.nanoTime();
                publisher.run(UNLIMITED, step);
                awaitConfirmed(publisher, (long) i * step);
                print("%,12d published, %,10.0f msgs/s%n", (long) i * step, step / ((System.nanoTime() - start) / 1e9));
            }
        }
        print("stopped in %.0f ms%n", broker.stop());
        broker = BrokerProcess.start(data, "256m", NO_LIMIT);
        print("ready again after %.0f ms%n", broker.readyMillis());
        broker.kill();
        broker = BrokerProcess.start(data, "256m", NO_LIMIT);
        print("ready after kill -9 within %.0f ms%n", broker.readyMillis());
        long first = System.nanoTime();
        try (Consuming consumer = new Consuming(broker.port(), "q")) {
            consumer.runTo(1);
            print("first message after %.0f ms%n", (System.nanoTime() - first) / 1e6);
            long start = System.nanoTime();
            long all = messages / 10 * 10L;
            consumer.runTo(all);
            print("%,12d consumed, %,10.0f msgs/s%n", all, all / ((System.nanoTime() - start) / 1e9));
        }
        broker.close();
    }

    private BrokerProcess start(String heap, String sync) throws IOException {
        return BrokerProcess.start(Files.createTempDirectory(directory, "data"), heap, Map.of(SYNC, sync,
                "LEVERET_PERSISTENCE_DISK_FREE_LIMIT", "0"));
    }

    private static void awaitConfirmed(ConfirmingPublisher publisher, long count) throws InterruptedException {
        while (publisher.confirmed() < count) Thread.sleep(1);
    }

    private static void declare(BrokerProcess broker, String queue) throws IOException {
        try (Link link = new Link(broker.port())) {
            link.ask(new QueueMethod.Declare(queue, false, true, false, false, false, FieldTable.EMPTY));
        }
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
