package io.leveret.persistence.check;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.QueueLog;
import io.leveret.persistence.DataDirectory;
import io.leveret.persistence.catalog.CatalogSettings;
import io.leveret.persistence.catalog.TestCatalog;
import io.leveret.persistence.journal.DirectoryFiles;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.UnforcedFiles;
import io.leveret.persistence.message.TestStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * From a start to its end: a data directory with catalog and messages, opened in the order in which a broker does it. Without
 * threads, so that what it leaves on the disk is the same each time.
 */
final class Life implements Closeable {

    static final int QUEUES = 3;

    /** Small, so that few changes fill several logs. */
    private static final CatalogSettings CATALOG = new CatalogSettings(4096, 8192, 2000, false);
    private static final int BODY = 700;

    private final List<Closeable> open = new ArrayList<>();
    private TestCatalog catalog;
    private TestStore store;
    private List<QueueLog> queues;

    private Life(DataDirectory directory) {
        open.add(directory::close);
    }

    /**
     * @param seed not the same for two lives of a directory
     * @throws IOException when what was stored is damaged, unless that is to be salvaged
     */
    static Life start(Path path, long seed, boolean salvage) throws IOException {
        Life life = new Life(DataDirectory.open(path, Clock.systemUTC(), salvage));
        try {
            life.read(path, seed, salvage);
            return life;
        } catch (IOException | RuntimeException e) {
            life.close();
            throw e;
        }
    }

    /** Nobody waits for the disk: a test whose machine keeps its power need not. */
    private static JournalFiles unforced(Path directory) throws IOException {
        return new UnforcedFiles(DirectoryFiles.unforced(directory));
    }

    private void read(Path path, long seed, boolean salvage) throws IOException {
        Path changes = path.resolve("catalog");
        catalog = TestCatalog.open(unforced(changes), changes, seed, salvage ? CATALOG.withSalvage() : CATALOG);
        open.add(0, catalog.catalog::close);
        store = TestStore.open(unforced(path.resolve("journal")), unforced(path.resolve("checkpoint")), seed, salvage);
        open.add(0, store.store::close);
        boolean isEmpty = catalog.contents.isEmpty();
        if (isEmpty && store.store.unclaimedMessages() > 0 && !salvage) throw new IOException("the catalog is missing");
        queues = LongStream.rangeClosed(1, QUEUES).mapToObj(id -> store.store.open(id, true, store.here)).toList();
        store.store.restored();
        if (isEmpty) catalog.store(new CatalogChange.VirtualHostCreated("/")); // as a broker does
    }

    Life declare() {
        catalog.store(new CatalogChange.VirtualHostCreated("/"), new CatalogChange.UserPut("guest", "sha256", "hash", Set.of()));
        for (int id = 1; id <= QUEUES; id++) catalog.store(new CatalogChange.QueueDeclared("/", id, "q" + id, false, FieldTable.EMPTY));
        return this;
    }

    void declareExchanges(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            catalog.store(new CatalogChange.ExchangeDeclared("/", prefix + i, "direct", false, false, FieldTable.EMPTY));
        }
    }

    /** Appends to every queue in turn, and takes out all but each fifth of the first half. */
    void pass(int messages) {
        for (int i = 0; i < QUEUES; i++) {
            QueueLog queue = queues.get(i);
            long first = queue.recovered().nextPosition();
            for (long at = first; at < first + messages; at++) {
                queue.append(at, message(i + 1, at), Long.MAX_VALUE);
                if (at % 5 != 0 && at - first < messages / 2) queue.remove(at);
            }
        }
        settle();
    }

    void checkpoint() {
        store.checkpoint();
    }

    /** Whatever is under way becomes durable, and vouched for. */
    void settle() {
        store.settle();
        store.noteReach();
        catalog.pass(60);
    }

    /** All that is known of messages, by their queues. */
    Map<Long, List<String>> contents() {
        Map<Long, List<String>> contents = new TreeMap<>();
        for (int i = 0; i < QUEUES; i++) contents.put(i + 1L, TestStore.contents(queues.get(i)));
        return contents;
    }

    /** How many messages can be read back; an exception if one is not what was appended. */
    int readAll() {
        int count = 0;
        for (int i = 0; i < QUEUES; i++) {
            Map<Long, Message> messages = store.read(queues.get(i));
            for (Map.Entry<Long, Message> each : messages.entrySet()) {
                boolean isSame = each.getValue().body().equals(message(i + 1, each.getKey()).body());
                if (!isSame) throw new IllegalStateException("message " + each.getKey() + " of queue " + (i + 1) + " is another one");
            }
            count += messages.size();
        }
        return count;
    }

    private static Message message(long queue, long position) {
        byte[] body = new byte[BODY];
        ByteBuffer.wrap(body).putLong(queue).putLong(position);
        return new Message("", "", BasicProperties.EMPTY, Body.of(body));
    }

    @Override
    public void close() throws IOException {
        if (store != null) settle();
        for (Closeable each : open) each.close();
    }
}
