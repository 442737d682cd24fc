package io.leveret.persistence.check;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.QueueLog;
import io.leveret.persistence.DataDirectory;
import io.leveret.persistence.catalog.Catalog;
import io.leveret.persistence.catalog.CatalogSettings;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.SyncPolicy;
import io.leveret.persistence.message.HandLoop;
import io.leveret.persistence.message.JournalStore;
import io.leveret.persistence.message.StoreSettings;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** From a start to its end: a data directory with catalog and messages, opened in the order in which a broker does it. */
final class Life implements Closeable {

    /** Small, so that few messages fill several of each. */
    private static final JournalSettings JOURNAL = new JournalSettings(64 * 1024, 4096, 64 << 20, SyncPolicy.GROUP);
    private static final CatalogSettings CATALOG = new CatalogSettings(4096, 8192, 1, false);

    private final HandLoop loop = new HandLoop();
    private final DataDirectory directory;
    private final List<Closeable> open = new ArrayList<>();
    private Catalog catalog;
    private List<QueueLog> queues;

    private Life(DataDirectory directory) {
        this.directory = directory;
        open.add(directory::close);
    }

    /** @throws IOException when what was stored is damaged, unless that is to be salvaged */
    static Life start(Path path, boolean salvage) throws IOException {
        Life life = new Life(DataDirectory.open(path, Clock.systemUTC(), salvage));
        try {
            life.read(path, salvage);
            return life;
        } catch (IOException | RuntimeException e) {
            life.close();
            throw e;
        }
    }

    private void read(Path path, boolean salvage) throws IOException {
        Catalog.Opened opened = Catalog.open(path.resolve("catalog"), salvage ? CATALOG.withSalvage() : CATALOG, null);
        catalog = opened.catalog();
        open.add(0, catalog::close);
        JournalStore store = JournalStore.open(new StoreSettings(path, JOURNAL, salvage), null);
        open.add(0, store::close);
        if (opened.contents().isEmpty() && store.unclaimedMessages() > 0 && !salvage) throw new IOException("the catalog is missing");
        queues = LongStream.rangeClosed(1, 3).mapToObj(id -> store.open(id, true, loop)).toList();
        store.restored();
        if (opened.contents().isEmpty()) catalog.append(List.of(new CatalogChange.VirtualHostCreated("/"))); // as a broker does
    }

    void declare() {
        catalog.append(List.of(new CatalogChange.VirtualHostCreated("/"), new CatalogChange.UserPut("guest", "sha256", "hash", Set.of())));
        for (int id = 1; id <= 3; id++) catalog.append(List.of(new CatalogChange.QueueDeclared("/", id, "q" + id, false, FieldTable.EMPTY)));
    }

    void declareExchanges(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            catalog.append(List.of(new CatalogChange.ExchangeDeclared("/", prefix + i, "direct", false, false, FieldTable.EMPTY)));
        }
    }

    /** Appends to every queue in turn, and takes out all but each fifth. */
    void pass(int messages) {
        for (QueueLog queue : queues) {
            long first = queue.recovered().nextPosition();
            for (long i = first; i < first + messages; i++) {
                queue.append(i, new Message("", "", BasicProperties.EMPTY, Body.of(new byte[700])), Long.MAX_VALUE);
                if (i % 5 != 0 && i - first < messages / 2) queue.remove(i);
            }
        }
        loop.runAll();
        awaitDurable();
    }

    private void awaitDurable() {
        CountDownLatch durable = new CountDownLatch(queues.size() + 1);
        for (QueueLog queue : queues) queue.whenDurable(durable::countDown);
        catalog.whenStored(durable::countDown);
        loop.runAll();
        try {
            while (!durable.await(1, TimeUnit.MILLISECONDS)) loop.runAll();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        Optional<IOException> failed = Optional.empty();
        loop.runAll();
        for (Closeable each : open) {
            try {
                each.close();
            } catch (IOException e) {
                failed = Optional.of(e);
            }
        }
        if (failed.isPresent()) throw failed.get();
    }
}
