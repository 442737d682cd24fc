package io.leveret.benchmarks.broker;

import io.leveret.benchmarks.measure.Scratch;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What durability costs the whole broker: against the same broker with weaker promises, and against the disk.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.leveret.benchmarks.broker.DurabilityBenchmark DIRECTORY PART [TURNS | MESSAGES [QUEUES]]</pre>
 *
 * The parts: {@code rate}, {@code latency}, {@code fan-out}, {@code backlog} (messages of 100 B, with 256 MiB of heap).
 */
public final class DurabilityBenchmark {

    private static final int TURNS = 25;
    private static final int MESSAGES = 10_000_000;

    private DurabilityBenchmark() {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println("usage: DurabilityBenchmark DIRECTORY rate|latency|fan-out|backlog [TURNS | MESSAGES [QUEUES]]");
            System.exit(2);
        }
        int amount = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
        int queues = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
        try (Scratch scratch = Scratch.in(arguments[0])) {
            Path directory = scratch.path();
            switch (arguments[1]) {
                case "rate" -> rate(directory, amount == 0 ? TURNS : amount);
                case "latency" -> new ConfirmLatency(directory).run(amount == 0 ? TURNS : amount);
                case "fan-out" -> new FanOut(directory).run();
                case "backlog" -> new Backlog(directory).run(amount == 0 ? MESSAGES : amount, queues);
                default -> throw new IllegalArgumentException("no part '" + arguments[1] + "'");
            }
        }
        System.exit(0);
    }

    private static void rate(Path directory, int turns) throws IOException {
        try (RateComparison comparison = new RateComparison(directory)) {
            comparison.run(turns);
        }
    }
}
