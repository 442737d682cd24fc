package io.leveret.persistence.check;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.QueueLog;
import io.leveret.persistence.DataDirectory;
import io.leveret.persistence.Ownership;
import io.leveret.persistence.catalog.Catalog;
import io.leveret.persistence.catalog.CatalogSettings;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.NoTroubles;
import io.leveret.persistence.journal.SyncPolicy;
import io.leveret.persistence.message.HandLoop;
import io.leveret.persistence.message.JournalStore;
import io.leveret.persistence.message.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A data directory with a user, and messages of two queues in small segments: 300 and 20, each in a life of the store with a checkpoint at its end. */
final class FilledDirectory {

    private static final int SEGMENT = 64 * 1024;
    private static final JournalSettings SMALL = new JournalSettings(SEGMENT, 4096, 64 << 20, SyncPolicy.GROUP);

    final HandLoop loop = new HandLoop();
    private final Path directory;

    FilledDirectory(Path directory) throws IOException {
        this.directory = directory;
        DataDirectory.open(directory, Clock.systemUTC()).close();
        declare(new CatalogChange.VirtualHostCreated("/"), new CatalogChange.UserPut("guest", "sha256", "hash", Set.of()));
        live(logs -> publish(logs.get(0), 300));
        live(logs -> publish(logs.get(1), 20));
    }

    private static void publish(QueueLog log, int messages) {
        for (int i = 1; i <= messages; i++) append(log, i, 1000);
    }

    static void append(QueueLog log, long position, int bytes) {
        log.append(position, new Message("", "", BasicProperties.EMPTY, Body.of(new byte[bytes])), Long.MAX_VALUE);
    }

    /** A life of the store, which is told of both queues. */
    void live(Consumer<List<QueueLog>> does) throws IOException {
        live(settings(false), does);
    }

    StoreSettings settings(boolean salvage) {
        return new StoreSettings(directory, SMALL, salvage);
    }

    void live(StoreSettings settings, Consumer<List<QueueLog>> does) throws IOException {
        try (JournalStore store = JournalStore.open(settings, new NoTroubles())) {
            List<QueueLog> logs = List.of(store.open(1, true, loop), store.open(2, true, loop));
            store.restored();
            does.accept(logs);
            loop.runAll();
        }
    }

    void declare(CatalogChange... changes) throws IOException {
        declare(CatalogSettings.DEFAULT, changes);
    }

    void declare(CatalogSettings settings, CatalogChange... changes) throws IOException {
        try (Catalog catalog = Catalog.open(directory.resolve("catalog"), Ownership.UNQUESTIONED, settings, null).catalog()) {
            for (CatalogChange change : changes) catalog.append(change);
        }
    }

    void declareQueues() throws IOException {
        declare(new CatalogChange.QueueDeclared("/", 1, "q1", false, FieldTable.EMPTY),
                new CatalogChange.QueueDeclared("/", 2, "q2", false, FieldTable.EMPTY));
    }

    /** Two lives of the catalog, with a snapshot at the end of each. */
    void declareForSnapshots() throws IOException {
        CatalogSettings eager = new CatalogSettings(4096, 8192, 1, false);
        for (int life = 0; life < 2; life++) declare(eager, new CatalogChange.VirtualHostCreated("v" + life));
    }

    Path file(String folder, String pattern, int index) throws IOException {
        return files(folder, pattern).get(index);
    }

    List<Path> files(String folder, String pattern) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(folder))) {
            return files.filter(path -> path.getFileName().toString().matches(pattern)).sorted().toList();
        }
    }

    static void flip(Path file, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= 1;
        Files.write(file, bytes);
    }
}
