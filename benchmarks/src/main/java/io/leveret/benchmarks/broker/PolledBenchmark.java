package io.leveret.benchmarks.broker;

import io.leveret.benchmarks.measure.Samples;
import io.leveret.benchmarks.measure.Scratch;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.FieldTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What open consoles cost a busy broker that has much to show: turns with and without them, 10,000 queues, 2,000 connections that do nothing
 * and one line of 1 KiB, persistent, with confirms and acks. Consoles, clients and broker share the machine.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.leveret.benchmarks.broker.PolledBenchmark DIRECTORY [TURNS [QUEUES [CONNECTIONS]]]</pre>
 */
public final class PolledBenchmark implements AutoCloseable {

    private static final int SIZE = 1024;
    private static final int WINDOW = 1000;
    private static final long TURN = 4_000_000_000L;
    private static final int API_SECONDS = 60;
    private static final int SMALL_BUFFER = 4096;

    private final BrokerProcess broker;
    private final Consuming consumer;
    private final ConfirmingPublisher publisher;
    private final Consoles consoles;

    private PolledBenchmark(BrokerProcess broker) throws IOException {
        this.broker = broker;
        this.consumer = new Consuming(broker.port(), "busy");
        this.publisher = new ConfirmingPublisher(broker.port(), "", "busy", true, SIZE, WINDOW);
        this.consoles = new Consoles(broker.managementPort());
    }

    private record Turn(double rate, double cpuMicros) {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("usage: PolledBenchmark DIRECTORY [TURNS [QUEUES [CONNECTIONS]]]");
            System.exit(2);
        }
        int turns = number(arguments, 1, 10);
        int queues = number(arguments, 2, 10_000);
        int connections = number(arguments, 3, 2_000);
        try (Scratch scratch = Scratch.in(arguments[0]); BrokerProcess broker = BrokerProcess.startManaged(scratch.path().resolve("data"), "512m")) {
            broker.declare("busy");
            declare(broker, queues);
            List<Link> idle = new ArrayList<>();
            for (int i = 0; i < connections; i++) idle.add(new Link(broker.port(), SMALL_BUFFER));
            try (PolledBenchmark benchmark = new PolledBenchmark(broker)) {
                benchmark.run(turns);
            }
            for (Link link : idle) link.close();
        }
        System.exit(0);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static void declare(BrokerProcess broker, int queues) throws IOException {
        try (Link link = new Link(broker.port())) {
            for (int i = 0; i < queues; i++) link.ask(new QueueMethod.Declare("idle-" + i, false, true, false, false, false, FieldTable.EMPTY));
        }
    }

    private void run(int turns) throws IOException, InterruptedException {
        consumer.start();
        consoles.awaitApi(API_SECONDS);
        turn(true);
        turn(false);
        Samples rates = new Samples();
        Samples cpu = new Samples();
        Samples alone = new Samples();
        for (int i = 0; i < turns; i++) {
            Turn without = turn(false);
            Turn with = turn(true);
            alone.add(without.rate);
            rates.add(with.rate / without.rate);
            cpu.add(with.cpuMicros / without.cpuMicros);
        }
        System.out.printf(Locale.ROOT, "alone %,.0f msgs/s; with consoles %.3f of it, CPU per message %.3f times as much; answers p50 %.1f ms, p99 %.1f ms%n",
                alone.median(), rates.median(), cpu.median(), consoles.answered(0.5) / 1e6, consoles.answered(0.99) / 1e6);
    }

    private Turn turn(boolean isPolled) throws IOException, InterruptedException {
        double cpu = broker.cpuSeconds();
        long before = consumer.received();
        long start = System.nanoTime();
        Thread poller = isPolled ? consoles.poll(start + TURN) : null;
        publisher.run(TURN, Long.MAX_VALUE / 2);
        double seconds = (System.nanoTime() - start) / 1e9;
        long messages = consumer.received() - before;
        publisher.awaitAll();
        if (poller != null) poller.join();
        return new Turn(messages / seconds, (broker.cpuSeconds() - cpu) * 1e6 / (consumer.received() - before));
    }

    @Override
    public void close() throws IOException {
        publisher.close();
        consumer.close();
    }
}
