package io.leveret.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogChange.Bound;
import io.leveret.engine.store.CatalogChange.Destination;
import io.leveret.engine.store.CatalogChange.QueueDeclared;
import io.leveret.engine.store.CatalogChange.QueueDeleted;
import io.leveret.engine.store.CatalogChange.VirtualHostCreated;
import io.leveret.engine.store.CatalogContents;
import io.leveret.persistence.Ownership;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real disk, MapDB, and the catalog's own threads. */
class CatalogOnDiskTest implements CatalogListener {

    private static final CatalogSettings SMALL = new CatalogSettings(64 * 1024, 256 * 1024, 64 * 1024, false);

    @TempDir
    Path directory;

    private final List<Throwable> failures = new ArrayList<>();

    @Test
    void bringsBackWhatManyThreadsHaveAppended() throws Exception {
        Catalog catalog = open(SMALL).catalog();
        catalog.append(new VirtualHostCreated("/"));
        AtomicLong stored = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            int first = thread * 5_000 + 1;
            threads.add(new Thread(() -> {
                for (int id = first; id < first + 5_000; id++) {
                    catalog.append(queue(id));
                    catalog.whenStored(stored::incrementAndGet);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) thread.join();
        await().until(() -> stored.get() == 20_000);
        await().until(() -> files(".db").size() > 0);
        catalog.close();
        CatalogContents contents = contents(SMALL);
        assertThat(contents.changes()).hasSize(20_001);
        assertThat(contents.highestQueueId()).isEqualTo(20_000);
        assertThat(failures).isEmpty();
    }

    @Test
    void aTaskKeepsItsPlaceBehindThoseOfTheSameThread() throws Exception {
        try (Catalog catalog = open(SMALL).catalog()) {
            List<Integer> order = new ArrayList<>();
            CountDownLatch done = new CountDownLatch(1);
            for (int id = 1; id <= 2_000; id++) {
                int number = id;
                catalog.append(queue(id));
                catalog.whenStored(() -> order.add(number));
            }
            catalog.append(queue(2_001));
            catalog.whenStored(done::countDown);
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(order).isSorted().hasSize(2_000);
        }
    }

    @Test
    void snapshotsByMapDbHoldWhatTheyShould() throws IOException {
        Model model = new Model();
        RandomChanges random = new RandomChanges(1);
        for (int life = 0; life < 5; life++) {
            Catalog.Opened opened = open(new CatalogSettings(4096, 8192, 0, false));
            assertThat(opened.contents().changes()).containsExactlyInAnyOrderElementsOf(model.there());
            for (int i = 0; i < 400; i++) {
                List<CatalogChange> next = random.next();
                next.forEach(model::apply);
                opened.catalog().append(next);
            }
            opened.catalog().close();
            assertThat(files(".db")).as("a snapshot is made at every close").isNotEmpty();
        }
    }

    @Test
    void aDamagedMapDbFileIsNotEvenOpened() throws IOException {
        for (int life = 0; life < 2; life++) {
            Catalog catalog = open(new CatalogSettings(4096, 1 << 20, 0, false)).catalog();
            for (int id = 1; id <= 300; id++) catalog.append(queue(300 * life + id));
            catalog.close();
        }
        Path newest = directory.resolve(files(".db").get(1));
        byte[] bytes = Files.readAllBytes(newest);
        for (int at = 0; at < bytes.length; at += bytes.length / 7) {
            bytes[at] ^= 1;
            Files.write(newest, bytes);
            assertThat(contents(SMALL).changes()).as("flipped at " + at).hasSize(600);
            bytes[at] ^= 1;
        }
    }

    @Test
    void bringsBackAHundredThousandThings() throws Exception {
        Catalog catalog = open(CatalogSettings.DEFAULT).catalog();
        catalog.append(new VirtualHostCreated("/"));
        FieldTable arguments = FieldTable.builder().put("x-max-length", FieldValue.longInt(7))
                .put("x-dead-letter-exchange", "amq.fanout").build();
        for (int id = 1; id <= 50_000; id++) {
            catalog.append(new QueueDeclared("/", id, "some-queue-" + id, false, arguments));
            catalog.append(new Bound("/", "amq.topic", new Destination(Destination.Kind.QUEUE, "some-queue-" + id), "key." + id,
                    FieldTable.EMPTY));
        }
        catalog.close();
        assertThat(contents(CatalogSettings.DEFAULT).changes()).hasSize(100_001);
    }

    @Test
    void isNotStoppedByAnInterrupt() throws Exception {
        try (Catalog catalog = open(SMALL).catalog()) {
            Thread writer = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("catalog-writer")).findAny().orElseThrow();
            writer.interrupt();
            CountDownLatch stored = new CountDownLatch(1);
            catalog.append(queue(1));
            catalog.whenStored(stored::countDown);
            assertThat(stored.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingStoresWhatIsStillToBeStored() throws IOException {
        Catalog catalog = open(SMALL).catalog();
        for (int id = 1; id <= 1_000; id++) catalog.append(queue(id));
        for (int id = 1; id <= 999; id++) catalog.append(new QueueDeleted("/", id, "queue-" + id));
        catalog.close();
        catalog.close();
        assertThatThrownBy(() -> catalog.append(queue(1_001))).isInstanceOf(IllegalStateException.class);
        assertThat(contents(SMALL).changes()).containsExactly(queue(1_000));
    }

    private Catalog.Opened open(CatalogSettings settings) throws IOException {
        return Catalog.open(directory, Ownership.UNQUESTIONED, settings, this);
    }

    private CatalogContents contents(CatalogSettings settings) throws IOException {
        Catalog.Opened opened = open(settings);
        opened.catalog().close();
        return opened.contents();
    }

    private List<String> files(String ending) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(ending)).sorted()
                    .collect(Collectors.toList());
        }
    }

    private static CatalogChange queue(int id) {
        return new QueueDeclared("/", id, "queue-" + id, false, FieldTable.EMPTY);
    }

    @Override
    public void diskFull(IOException reason) {
        failures.add(reason);
    }

    @Override
    public void diskAvailable() {
        failures.add(new AssertionError("there was room all the time"));
    }

    @Override
    public void failed(Throwable reason) {
        failures.add(reason);
    }
}
