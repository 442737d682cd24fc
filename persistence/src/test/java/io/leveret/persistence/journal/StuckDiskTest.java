package io.leveret.persistence.journal;

import static io.leveret.persistence.journal.TestJournal.message;
import static io.leveret.persistence.journal.TestJournal.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that does not answer for a while: appending never waits for it, nothing is said to be stored, and nobody is told of a failure. */
class StuckDiskTest {
    private static final int MOST_IN_FLIGHT = 64 * 1024;
    private static final JournalSettings SETTINGS = new JournalSettings(1 << 20, 8192, MOST_IN_FLIGHT, SyncPolicy.GROUP);

    @TempDir
    Path directory;

    private final List<String> troubles = new ArrayList<>();
    private final AtomicLong stored = new AtomicLong(-1);

    @Test
    void keepsConfirmsWaitingAndSourcesPaused() throws IOException {
        StuckFiles disk = new StuckFiles();
        JournalFiles files = disk.on(new DirectoryFiles(directory));
        Recorded read = new Recorded();
        int position = 0;
        try (Journal journal = open(files, new Recorded())) {
            JournalProducer producer = journal.producer(Runnable::run, new Confirming());
            disk.getStuck();
            try {
                while (!journal.isBusy()) {
                    publish(producer, 1, position++, message("body"));
                    producer.flush();
                }
                AtomicInteger drained = new AtomicInteger();
                journal.whenDrained(drained::incrementAndGet);
                assertThat(stored).hasValue(-1);
                assertThat(drained).hasValue(0);
                disk.goOn();
                long all = producer.position();
                await().until(() -> stored.get() == all && drained.get() == 1);
                assertThat(journal.isBusy()).isFalse();
                assertThat(troubles).isEmpty();
            } finally {
                disk.goOn();
            }
        }
        open(files, read).close();
        assertThat(read.lines).hasSize(position).allMatch(line -> line.startsWith("publish 1/"));
    }

    /** Turns that bring a message each, as of a client that publishes now and then, keep little more memory than their messages take. */
    @Test
    void doesNotPauseSourcesForLittle() throws IOException {
        StuckFiles disk = new StuckFiles();
        JournalSettings settings = new JournalSettings(1 << 20, 64 * 1024, 4 << 20, SyncPolicy.GROUP);
        try (Journal journal = open(disk.on(new DirectoryFiles(directory)), settings, new Recorded())) {
            JournalProducer producer = journal.producer(Runnable::run, new Confirming());
            disk.getStuck();
            try {
                for (int position = 0; position < 500; position++) {
                    publish(producer, 1, position, message("body"));
                    producer.flush();
                }
                assertThat(journal.isBusy()).isFalse();
            } finally {
                disk.goOn();
            }
        }
    }

    private Journal open(JournalFiles files, JournalVisitor visitor) throws IOException {
        return open(files, SETTINGS, visitor);
    }

    private Journal open(JournalFiles files, JournalSettings settings, JournalVisitor visitor) throws IOException {
        return Journal.open(files, settings, ReplayRequest.everything(visitor), new Troubles());
    }

    private final class Confirming implements JournalProducer.Listener {
        @Override
        public void written(long from, long to, long lsn) {
        }

        @Override
        public void stored(long upTo) {
            stored.set(upTo);
        }
    }

    private final class Troubles implements JournalListener {
        @Override
        public void diskFull(IOException reason) {
            troubles.add("full");
        }

        @Override
        public void diskAvailable() {
        }

        @Override
        public void failed(Throwable reason) {
            troubles.add("failed: " + reason);
        }
    }
}
