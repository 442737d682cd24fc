package io.leveret.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogChange.HoldingQueueOpened;
import io.leveret.engine.store.CatalogChange.QueueDeclared;
import io.leveret.engine.store.CatalogChange.QueueDeleted;
import io.leveret.engine.store.CatalogChange.VirtualHostCreated;
import io.leveret.engine.store.CatalogChange.VirtualHostDeleted;
import io.leveret.persistence.journal.MemoryFiles;
import io.leveret.persistence.journal.MemoryFiles.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private static final CatalogChange HOST = new VirtualHostCreated("/");

    private final MemoryFiles files = new MemoryFiles(1);
    private final List<String> told = new ArrayList<>();

    @Test
    void aNewOneIsEmpty() throws IOException {
        TestCatalog catalog = TestCatalog.open(files);
        assertThat(catalog.contents.isEmpty()).isTrue();
        assertThat(catalog.contents.highestQueueId()).isZero();
    }

    @Test
    void tasksRunWhenEverythingBeforeThemIsStoredAndNotEarlier() throws IOException {
        TestCatalog catalog = TestCatalog.open(files);
        catalog.catalog.whenStored(() -> told.add("nothing to wait for"));
        assertThat(told).hasSize(1);
        catalog.catalog.append(HOST);
        catalog.catalog.whenStored(() -> told.add("first"));
        catalog.catalog.append(queue(1));
        catalog.catalog.whenStored(() -> told.add("second"));
        assertThat(told).hasSize(1);
        catalog.run();
        assertThat(told).containsExactly("nothing to wait for", "first", "second");
        catalog.catalog.whenStored(() -> told.add("at once"));
        assertThat(told).endsWith("at once");
    }

    @Test
    void whatComesTogetherIsWrittenAndForcedOnce() throws IOException {
        TestCatalog catalog = TestCatalog.open(files, CatalogSettings.DEFAULT).store(HOST);
        long before = files.operations();
        for (int i = 1; i <= 5_000; i++) {
            catalog.catalog.append(queue(i));
            catalog.catalog.whenStored(() -> told.add("stored"));
        }
        catalog.run();
        assertThat(told).hasSize(5_000);
        assertThat(files.operations() - before).as("writes and forces").isLessThan(8);
    }

    @Test
    void aFailingTaskKeepsNobodyElseFromBeingTold() throws IOException {
        TestCatalog catalog = TestCatalog.open(files);
        catalog.catalog.append(HOST);
        catalog.catalog.whenStored(() -> {
            throw new IllegalStateException("a bug");
        });
        catalog.catalog.whenStored(() -> told.add("stored"));
        catalog.run();
        assertThat(told).containsExactly("stored");
    }

    @Test
    void aFailedWriteOrForceIsFinal() throws IOException {
        for (Fault fault : List.of(Fault.ERROR, Fault.TORN)) {
            for (int operation = 0; operation < 2; operation++) {
                MemoryFiles disk = new MemoryFiles(operation);
                TestCatalog catalog = TestCatalog.open(disk).store(HOST);
                disk.failing(disk.operations() + operation, fault);
                catalog.catalog.append(queue(1));
                catalog.catalog.whenStored(() -> told.add("stored"));
                catalog.run();
                assertThat(catalog.failures).hasSize(1);
                catalog.store(queue(2));
                catalog.catalog.whenStored(() -> told.add("later"));
                catalog.run().catalog.close();
                assertThat(told).as("nothing stored is claimed").isEmpty();
                assertThat(catalog.failures).hasSize(1);
                assertThat(TestCatalog.open(disk.afterPowerLoss()).contents.changes()).contains(HOST);
            }
        }
    }

    @Test
    void withoutRoomForAFurtherLogEverybodyWaits() throws IOException {
        TestCatalog catalog = TestCatalog.open(files).store(HOST);
        files.limitTo(1024);
        for (int i = 1; i <= 40; i++) catalog.catalog.append(queue(i));
        catalog.catalog.whenStored(() -> told.add("stored"));
        catalog.run();
        catalog.pass(2_000);
        assertThat(catalog.alarms).containsExactly("full");
        assertThat(told).isEmpty();
        assertThat(TestCatalog.open(files.afterPowerLoss()).contents.changes()).contains(HOST);
        files.limitTo(Long.MAX_VALUE);
        catalog.pass(1_000);
        assertThat(catalog.alarms).containsExactly("full", "available");
        assertThat(told).containsExactly("stored");
        assertThat(catalog.failures).isEmpty();
        assertThat(TestCatalog.open(files.afterPowerLoss()).contents.changes()).hasSize(41);
    }

    @Test
    void closingWithoutRoomLosesOnlyWhatWasNotConfirmed() throws IOException {
        TestCatalog catalog = TestCatalog.open(files).store(HOST);
        files.limitTo(1024);
        for (int i = 1; i <= 40; i++) {
            String name = "queue-" + i;
            catalog.catalog.append(queue(i));
            catalog.catalog.whenStored(() -> told.add(name));
        }
        catalog.run().catalog.close();
        files.limitTo(Long.MAX_VALUE);
        assertThat(told).isNotEmpty().hasSizeLessThan(40);
        assertThat(TestCatalog.open(files).contents.changes()).hasSize(told.size() + 1);
    }

    @Test
    void aChangeLargerThanALogGetsALogOfItsOwn() throws IOException {
        TestCatalog catalog = TestCatalog.open(files).store(HOST);
        FieldTable large = FieldTable.builder().put("comment", "x".repeat(9_000)).build();
        catalog.store(queue(1), new QueueDeclared("/", 2, "large", false, large), queue(3));
        assertThat(TestCatalog.open(files.afterPowerLoss()).contents.changes()).hasSize(4)
                .contains(new QueueDeclared("/", 2, "large", false, large));
    }

    @Test
    void noIdOfAQueueIsForgottenHoweverLongItIsGone() throws IOException {
        TestCatalog catalog = TestCatalog.open(files).store(HOST, queue(1), queue(41), new HoldingQueueOpened("/", 42, "x"),
                new QueueDeleted("/", 41, "queue-41"), new VirtualHostDeleted("/"));
        for (int i = 0; i < 300; i++) catalog.store(new VirtualHostCreated("host-" + i), new VirtualHostDeleted("host-" + i));
        assertThat(files.list()).anyMatch(name -> name.endsWith(".db"));
        TestCatalog after = TestCatalog.open(files.afterPowerLoss());
        assertThat(after.contents.changes()).isEmpty();
        assertThat(after.contents.highestQueueId()).isEqualTo(42);
    }

    @Test
    void filesThatNobodyNeedsAreDeleted() throws IOException {
        TestCatalog catalog = TestCatalog.open(files).store(HOST);
        for (int i = 1; i <= 2_000; i++) catalog.store(queue(i), new QueueDeleted("/", i, "queue-" + i));
        assertThat(files.list()).filteredOn(name -> name.endsWith(".db")).hasSize(2);
        assertThat(files.list()).hasSizeLessThan(14);
    }

    @Test
    void closingMakesASnapshotIfThereIsMuchToRead() throws IOException {
        TestCatalog.open(files).store(HOST).catalog.close();
        assertThat(files.list()).containsExactly("catalog-00000001.log");
        TestCatalog catalog = TestCatalog.open(files);
        for (int i = 1; i <= 25; i++) catalog.store(queue(i));
        catalog.catalog.close();
        assertThat(files.list()).anyMatch(name -> name.endsWith(".db"));
        assertThat(TestCatalog.open(files).contents.changes()).hasSize(26);
    }

    @Test
    void aSnapshotThatCannotBeMadeIsTriedAgainAndCostsNothing() throws IOException {
        List<String> attempts = new ArrayList<>();
        MemorySnapshots working = new MemorySnapshots(files);
        TestCatalog catalog = TestCatalog.open(files, new Snapshots() {
            @Override
            public void write(String file, Iterator<Entry> entries) throws IOException {
                attempts.add(file);
                if (attempts.size() <= 3) throw new IOException("no room for " + file);
                working.write(file, entries);
            }

            @Override
            public Reading read(String file) throws IOException {
                return working.read(file);
            }
        }).store(HOST);
        int id = 0;
        while (attempts.size() < 4) catalog.store(queue(++id));
        assertThat(catalog.failures).isEmpty();
        assertThat(files.list()).anyMatch(name -> name.endsWith(".db")).noneMatch(name -> name.endsWith(".tmp"));
        assertThat(TestCatalog.open(files.afterPowerLoss()).contents.changes()).hasSize(id + 1);
    }

    /** However changes are spread over snapshots, logs and restarts. */
    @Property(tries = 100)
    void holdsWhatTheChangesComeTo(@ForAll long seed) throws IOException {
        MemoryFiles disk = new MemoryFiles(seed);
        RandomChanges random = new RandomChanges(seed);
        Model model = new Model();
        for (int life = 0; life < 4; life++) {
            TestCatalog catalog = TestCatalog.open(disk);
            assertThat(catalog.contents.changes()).containsExactlyInAnyOrderElementsOf(model.there());
            assertThat(catalog.contents.highestQueueId()).isEqualTo(model.highestQueueId());
            for (int i = 0; i < 120; i++) {
                List<CatalogChange> next = random.next();
                catalog.catalog.append(next);
                next.forEach(model::apply);
                if (i % 5 == 0) catalog.run();
            }
            catalog.run().catalog.close();
        }
    }

    private static CatalogChange queue(int id) {
        return new QueueDeclared("/", id, "queue-" + id, false, FieldTable.EMPTY);
    }
}
