package io.leveret.benchmarks.store;

import io.leveret.benchmarks.journal.FailingListener;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.QueueLog;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.SyncPolicy;
import io.leveret.persistence.message.JournalStore;
import io.leveret.persistence.message.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Messages of 1 KiB come to eight queues in turn and leave them soon, but for one in so many, which stays: what the journal
 * takes on the disk, against what stays. It flows for so many seconds, then nothing happens for as many. With a last number
 * messages stay only of those that come in so many seconds at the beginning: what is copied afterwards need not have been.
 * Compaction says at debug level how much it copies.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar io.leveret.benchmarks.store.StuckBenchmark DIRECTORY [SECONDS] [ONE-IN] [MESSAGES-PER-SECOND] [STAYING-SECONDS]</pre>
 *
 * The directory is left behind.
 */
public final class StuckBenchmark {

    private static final int SIZE = 1024;
    private static final int QUEUES = 8;
    private static final int BATCHES_PER_SECOND = 100;
    private static final long MEBIBYTE = 1 << 20;

    private StuckBenchmark() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 0) {
            System.err.println("usage: StuckBenchmark DIRECTORY [SECONDS] [ONE-IN] [MESSAGES-PER-SECOND] [STAYING-SECONDS]");
            System.exit(2);
        }
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "stuck");
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        int oneIn = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        int rate = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 50_000;
        int staying = arguments.length > 4 ? Integer.parseInt(arguments[4]) : seconds;
        JournalStore store = JournalStore.open(new StoreSettings(directory,
                JournalSettings.DEFAULT.withSync(SyncPolicy.OS), false), new FailingListener());
        Message message = new Message("", "benchmark", BasicProperties.builder().persistent().build(), Body.of(new byte[SIZE]));
        try (StoreLoop loop = new StoreLoop()) {
            List<QueueLog> logs = new ArrayList<>();
            for (int id = 1; id <= QUEUES; id++) logs.add(store.open(id, true, loop));
            store.restored();
            long next = 1;
            long stayed = 0;
            for (int i = 1; i <= 2 * seconds * BATCHES_PER_SECOND; i++) {
                if (i <= seconds * BATCHES_PER_SECOND) {
                    long first = next;
                    next += rate / BATCHES_PER_SECOND / QUEUES;
                    long end = next;
                    boolean stays = i <= staying * BATCHES_PER_SECOND;
                    if (stays) stayed = (end - 1) / oneIn;
                    loop.ask(() -> {
                        for (long position = first; position < end; position++) {
                            for (QueueLog log : logs) log.append(position, message, Long.MAX_VALUE);
                            if (!stays || position % oneIn > 0) for (QueueLog log : logs) log.remove(position);
                        }
                        return null;
                    });
                }
                Thread.sleep(1000 / BATCHES_PER_SECOND);
                if (i % (10 * BATCHES_PER_SECOND) == 0) tell(i / BATCHES_PER_SECOND, directory, stayed * QUEUES * SIZE);
            }
        }
        store.close();
    }

    private static void tell(int second, Path directory, long live) throws IOException {
        long taken = 0;
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            for (Path file : files.toList()) taken += Files.size(file);
        }
        System.out.printf(Locale.ROOT, "after %d s: %d MiB of bodies stay, the journal takes %d MiB; 1.5 times and 512 MiB are %d MiB%n",
                second, live / MEBIBYTE, taken / MEBIBYTE, (live + live / 2) / MEBIBYTE + 512);
    }
}
