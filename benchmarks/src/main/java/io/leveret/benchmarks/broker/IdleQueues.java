package io.leveret.benchmarks.broker;

import io.leveret.broker.Leveret;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.FieldTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What durable queues take of the heap and of the disk that hold nothing and that nobody uses, declared in a broker that runs
 * in this very process.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.leveret.benchmarks.broker.IdleQueues DIRECTORY [QUEUES]</pre>
 */
public final class IdleQueues {

    private IdleQueues() {
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("usage: IdleQueues DIRECTORY [QUEUES]");
            System.exit(2);
        }
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "idle");
        int queues = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50_000;
        try (Leveret broker = Leveret.builder().dataDir(directory).amqpPort(0).start()) {
            declare(broker, 0, 1000); // what is there once only
            long heap = usedHeap();
            long files = files(directory);
            declare(broker, 1000, queues);
            System.out.printf(Locale.ROOT, "an idle durable queue takes %.0f B of heap; files before %d, after %,d queues %d%n",
                    (double) (usedHeap() - heap) / queues, files, queues, files(directory));
        } finally {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
            }
        }
    }

    /** The connection ends with it. */
    private static void declare(Leveret broker, int first, int count) throws IOException {
        try (Link link = new Link(broker.amqpPort())) {
            for (int i = first; i < first + count; i++) {
                link.ask(new QueueMethod.Declare("an-idle-queue-" + i, false, true, false, false, false, FieldTable.EMPTY));
            }
        }
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.count();
        }
    }
}
