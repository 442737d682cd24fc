package io.leveret.benchmarks.broker;

import io.leveret.benchmarks.journal.RawDisk;
import io.leveret.benchmarks.measure.Bound;
import io.leveret.benchmarks.measure.Samples;
import io.leveret.benchmarks.measure.Target;
import java.io.IOException;
import java.nio.file.Path;

/**
 * How long a confirm takes when messages come one at a time, each published when the one before was confirmed. A transient
 * message to the same broker has the same way but for the disk: its median is what we call the network.
 */
final class ConfirmLatency {

    private static final int SIZE = 1024;
    private static final long WARM_UP = 3_000_000_000L;
    private static final long TURN = 150_000_000L;
    private static final long UNLIMITED = Long.MAX_VALUE / 2;
    private static final double DISK_SECONDS = 0.25;

    private final Path directory;

    ConfirmLatency(Path directory) {
        this.directory = directory;
    }

    void run(int turns) throws IOException {
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("data"), "1g", "group")) {
            broker.declare("transient");
            broker.declare("persistent");
            try (Consuming one = new Consuming(broker.port(), "transient");
                 Consuming other = new Consuming(broker.port(), "persistent");
                 ConfirmingPublisher network = new ConfirmingPublisher(broker.port(), "", "transient", false, SIZE, 1);
                 ConfirmingPublisher group = new ConfirmingPublisher(broker.port(), "", "persistent", true, SIZE, 1)) {
                one.start();
                other.start();
                network.run(WARM_UP, UNLIMITED);
                group.run(WARM_UP, UNLIMITED);
                compare(network, group, broker, turns);
            }
        }
    }

    private void compare(ConfirmingPublisher network, ConfirmingPublisher group, BrokerProcess broker, int turns)
            throws IOException {
        Target wire = new Target("   (network: confirm of a transient message, us)", "%.0f", Bound.NONE);
        Target median = new Target("7  confirm at window 1, p50 us, (p50 - network) / F", "%.0f", Bound.atMost(1.3));
        Target late = new Target("   p99 us, of p99 of the raw sync", "%.0f", Bound.atMost(3));
        Samples cpu = new Samples();
        for (int i = 0; i < turns; i++) {
            RawDisk disk = RawDisk.measure(directory, DISK_SECONDS);
            network.run(TURN, UNLIMITED);
            double before = broker.cpuSeconds();
            long messages = group.run(TURN, UNLIMITED);
            cpu.add((broker.cpuSeconds() - before) * 1e6 / messages);
            double p50 = group.latency(0.5);
            wire.add(disk, network.latency(0.5) / 1e3, network.latency(0.5) / disk.appendNanos());
            median.add(disk, p50 / 1e3, (p50 - network.latency(0.5)) / disk.appendNanos());
            late.add(disk, group.latency(0.99) / 1e3, group.latency(0.99) / disk.append99Nanos());
        }
        Target.printHead();
        for (Target target : new Target[] {wire, median, late}) target.print();
        System.out.printf("   its CPU, us per message: %.0f%n", cpu.median());
    }
}
