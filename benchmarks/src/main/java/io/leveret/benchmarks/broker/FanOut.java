package io.leveret.benchmarks.broker;

import io.leveret.benchmarks.journal.FailingListener;
import io.leveret.benchmarks.journal.RawDisk;
import io.leveret.benchmarks.measure.Bound;
import io.leveret.benchmarks.measure.Target;
import io.leveret.codec.method.ExchangeMethod;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.FieldTable;
import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.JournalVisitor;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.ReplayRequest;
import java.io.IOException;
import java.nio.file.Path;

/** How many bytes the journal takes for messages that go to many queues, in comparison to those that go to one. */
final class FanOut {

    private static final int MESSAGES = 50_000;
    private static final int SIZE = 1024;
    private static final int QUEUES = 10;
    private static final double DISK_SECONDS = 0.5;

    private final Path directory;

    FanOut(Path directory) {
        this.directory = directory;
    }

    void run() throws IOException {
        RawDisk disk = RawDisk.measure(directory, DISK_SECONDS);
        double one = bytesPerMessage(1);
        double many = bytesPerMessage(QUEUES);
        Target.printHead();
        Target target = new Target("8  bytes per message to 10 queues, of one queue", "%.0f", Bound.atMost(1.15));
        target.add(disk, many, many / one);
        target.print();
    }

    private double bytesPerMessage(int queues) throws IOException {
        Path data = directory.resolve("to" + queues);
        try (BrokerProcess broker = BrokerProcess.start(data, "1g", "group")) {
            try (Link link = new Link(broker.port())) {
                link.ask(new ExchangeMethod.Declare("x", "fanout", false, true, false, false, false, FieldTable.EMPTY));
                for (int i = 0; i < queues; i++) {
                    link.ask(new QueueMethod.Declare("q" + i, false, true, false, false, false, FieldTable.EMPTY));
                    link.ask(new QueueMethod.Bind("q" + i, "x", "", false, FieldTable.EMPTY));
                }
            }
            try (ConfirmingPublisher publisher = new ConfirmingPublisher(broker.port(), "x", "", true, SIZE, 1000)) {
                publisher.run(Long.MAX_VALUE / 2, MESSAGES);
                publisher.awaitAll();
            }
        }
        return (double) end(data) / MESSAGES;
    }

    /** Segments follow one another, and a place in the log counts them as if they were one file. */
    private static long end(Path data) throws IOException {
        ReplayRequest request = ReplayRequest.everything(new JournalVisitor() { });
        DirectoryFiles files = new DirectoryFiles(data.resolve("journal"));
        try (Journal journal = Journal.open(files, JournalSettings.DEFAULT, request, new FailingListener())) {
            return journal.replayed().end() - (1L << Lsn.OFFSET_BITS);
        }
    }
}
