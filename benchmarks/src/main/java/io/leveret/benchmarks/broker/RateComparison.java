package io.leveret.benchmarks.broker;

import io.leveret.benchmarks.journal.RawDisk;
import io.leveret.benchmarks.measure.Bound;
import io.leveret.benchmarks.measure.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * What persistence costs a broker with much to do: 1 KiB with confirms, a window of 1000, one consumer with acks. Three
 * brokers take turns of half a second, so that what disturbs the machine disturbs them all. As clients and broker share the
 * machine, the CPU that a message costs the broker says more than the rate.
 */
final class RateComparison implements AutoCloseable {

    private static final int SIZE = 1024;
    private static final int WINDOW = 1000;

    /** Until the code is compiled and the segments have been used before: after half of that a message still costs 1.5 times as much. */
    private static final long WARM_UP = 8_000_000_000L;

    private static final long TURN = 500_000_000L;
    private static final long UNLIMITED = Long.MAX_VALUE / 2;
    private static final double DISK_SECONDS = 0.3;

    private enum Kind { TRANSIENT, OS, GROUP }

    private record Result(double rate, double cpuMicros) {
    }

    private final Path directory;
    private final Map<Kind, Line> lines = new EnumMap<>(Kind.class);

    RateComparison(Path directory) throws IOException {
        this.directory = directory;
        for (Kind kind : Kind.values()) lines.put(kind, new Line(kind));
    }

    void run(int turns) throws IOException {
        for (Line line : lines.values()) line.turn(WARM_UP);
        Target transientRate = new Target("   (transient, msgs/s)", "%.0f", Bound.NONE);
        Target osRate = new Target("6  os, msgs/s, of transient", "%.0f", Bound.atLeast(0.9));
        Target groupRate = new Target("   group, msgs/s, of os", "%.0f", Bound.atLeast(0.85));
        Target osCpu = new Target("   os, CPU us per message, transient / os", "%.2f", Bound.atLeast(0.9));
        Target groupCpu = new Target("   group, CPU us per message, os / group", "%.2f", Bound.atLeast(0.85));
        Target ofDisk = new Target("   group, MB/s of bodies, of B (the above holds below)", "%.0f", Bound.atMost(0.8));
        for (int i = 0; i < turns; i++) {
            RawDisk disk = RawDisk.measure(directory, DISK_SECONDS);
            Result none = lines.get(Kind.TRANSIENT).turn(TURN);
            Result os = lines.get(Kind.OS).turn(TURN);
            Result group = lines.get(Kind.GROUP).turn(TURN);
            transientRate.add(disk, none.rate, 1);
            osRate.add(disk, os.rate, os.rate / none.rate);
            groupRate.add(disk, group.rate, group.rate / os.rate);
            osCpu.add(disk, os.cpuMicros, none.cpuMicros / os.cpuMicros);
            groupCpu.add(disk, group.cpuMicros, os.cpuMicros / group.cpuMicros);
            ofDisk.add(disk, group.rate * SIZE / 1e6, group.rate * SIZE / disk.bytesPerSecond());
        }
        Target.printHead();
        for (Target target : new Target[] {transientRate, osRate, groupRate, osCpu, groupCpu, ofDisk}) target.print();
    }

    @Override
    public void close() throws IOException {
        for (Line line : lines.values()) line.close();
    }

    /** A broker with its publisher and its consumer. */
    private final class Line implements AutoCloseable {

        private final BrokerProcess broker;
        private final Consuming consumer;
        private final ConfirmingPublisher publisher;

        Line(Kind kind) throws IOException {
            broker = BrokerProcess.start(directory.resolve(kind.name()), "1g", kind == Kind.OS ? "os" : "group");
            broker.declare("q");
            consumer = new Consuming(broker.port(), "q");
            publisher = new ConfirmingPublisher(broker.port(), "", "q", kind != Kind.TRANSIENT, SIZE, WINDOW);
            consumer.start();
        }

        Result turn(long nanos) throws IOException {
            double cpu = broker.cpuSeconds();
            long before = consumer.received();
            long start = System.nanoTime();
            publisher.run(nanos, UNLIMITED);
            double seconds = (System.nanoTime() - start) / 1e9;
            long messages = consumer.received() - before;
            publisher.awaitAll();
            return new Result(messages / seconds, (broker.cpuSeconds() - cpu) * 1e6 / (consumer.received() - before));
        }

        @Override
        public void close() throws IOException {
            publisher.close();
            consumer.close();
            broker.close();
        }
    }
}
