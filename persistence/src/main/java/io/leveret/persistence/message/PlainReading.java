package io.leveret.persistence.message;

import io.leveret.engine.message.Message;
import io.leveret.engine.store.ReadBack;
import io.leveret.persistence.journal.Journal;
import io.leveret.persistence.journal.JournalReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one message after the other, on a thread of its own. */
final class PlainReading implements Reading {

    private static final Logger log = LoggerFactory.getLogger(PlainReading.class);

    private final JournalReader reader;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "cold-reader"));

    PlainReading(Journal journal) {
        reader = journal.reader();
    }

    @Override
    public void read(Executor home, QueueIndex index, long[] positions, long mostBytes, Consumer<List<ReadBack>> answer) {
        long[] locations = new long[positions.length];
        for (int i = 0; i < positions.length; i++) locations[i] = index.locationOf(positions[i]);
        thread.execute(() -> {
            List<ReadBack> read = read(positions, locations, mostBytes);
            home.execute(() -> answer.accept(read));
        });
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    private List<ReadBack> read(long[] positions, long[] locations, long mostBytes) {
        List<ReadBack> read = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < positions.length && (i == 0 || bytes < mostBytes); i++) {
            Message message = message(locations[i]);
            bytes += message == null ? 0 : message.body().size();
            read.add(new ReadBack(positions[i], message, Long.MAX_VALUE));
        }
        return read;
    }

    private Message message(long location) {
        try {
            return reader.message(location).message();
        } catch (IOException | RuntimeException e) {
            log.error("a message at {} cannot be read", Location.describe(location), e);
            return null;
        }
    }
}
