package io.leveret.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogChange.QueueDeclared;
import io.leveret.engine.store.CatalogChange.QueueDeleted;
import io.leveret.engine.store.CatalogChange.VirtualHostCreated;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** What the disk gives back is not what had been written. */
class DamagedCatalogTest {

    private static final String FIRST = "catalog-00000001.log";
    private static final CatalogSettings ONE_LOG = new CatalogSettings(4096, 1 << 20, 1 << 20, false);
    private static final CatalogSettings LOGS_ONLY = new CatalogSettings(1024, 1 << 20, 1 << 20, false);

    @Test
    void everyFlippedBitInALogIsNoticed() throws IOException {
        MemoryFiles files = written(ONE_LOG, 20);
        List<CatalogChange> whole = open(files).contents.changes();
        int end = endOf(files.bytes(FIRST));
        for (int position = 0; position < end; position++) {
            int at = position;
            MemoryFiles damaged = changed(files, FIRST, bytes -> flipped(bytes, at));
            if (isPadding(files.bytes(FIRST), at)) continue;
            try {
                List<CatalogChange> changes = TestCatalog.open(damaged, ONE_LOG).contents.changes();
                assertThat(changes).as("byte " + at + " was in the last group, which nothing vouches for").isEqualTo(whole);
            } catch (CatalogException expected) {
                assertThat(expected).hasMessageContaining(FIRST);
                assertThat(expected.offset()).isLessThanOrEqualTo(at);
            }
        }
    }

    @Test
    void aZeroedRangeInALogIsNoticedAndNamed() throws IOException {
        MemoryFiles files = written(ONE_LOG, 20);
        int end = endOf(files.bytes(FIRST));
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int from = LogHeader.SIZE + random.nextInt(end - LogHeader.SIZE - 50);
            int to = Math.min(end - 40, from + 1 + random.nextInt(300));
            if (from >= to || isZero(files.bytes(FIRST), from, to)) continue;
            MemoryFiles damaged = changed(files, FIRST, bytes -> zeroed(bytes, from, to));
            assertThatThrownBy(() -> TestCatalog.open(damaged, ONE_LOG)).as(from + " to " + to)
                    .isInstanceOf(CatalogException.class).hasMessageContaining("the catalog is damaged in file " + FIRST + " at offset");
        }
    }

    @Test
    void aLogThatWasCutIsNoticed() throws IOException {
        MemoryFiles files = written(ONE_LOG, 20);
        for (int length : new int[] {0, 10, LogHeader.SIZE, 500, 4095}) {
            MemoryFiles damaged = changed(files, FIRST, bytes -> Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> TestCatalog.open(damaged, ONE_LOG)).isInstanceOf(CatalogException.class)
                    .hasMessageContaining(FIRST);
        }
    }

    @Test
    void theEndOfALogThatIsFollowedByAnotherIsMissed() throws IOException {
        MemoryFiles files = written(LOGS_ONLY, 60);
        int end = endOf(files.bytes(FIRST));
        MemoryFiles damaged = changed(files, FIRST, bytes -> zeroed(bytes, end - 30, end));
        assertThatThrownBy(() -> TestCatalog.open(damaged, LOGS_ONLY)).isInstanceOf(CatalogException.class)
                .hasMessageContaining("in file " + FIRST).hasMessageContaining("bytes cannot be read");
    }

    @Test
    void aMissingLogIsMissed() throws IOException {
        for (long number = 1; number <= 2; number++) {
            MemoryFiles files = written(LOGS_ONLY, 60);
            files.delete(CatalogFile.log(number).name());
            assertThatThrownBy(() -> TestCatalog.open(files, LOGS_ONLY)).isInstanceOf(CatalogException.class)
                    .hasMessageContaining(number == 1 ? "what was there before it is missing" : "the file is missing");
        }
    }

    @Test
    void aTornEndIsCutAndWorkGoesOnThere() throws IOException {
        MemoryFiles files = new MemoryFiles(1);
        TestCatalog first = TestCatalog.open(files, ONE_LOG).store(new VirtualHostCreated("kept"));
        int end = first.catalog.writer().end();
        first.store(new VirtualHostCreated("torn"));
        MemoryFiles torn = changed(files, FIRST, bytes -> flipped(bytes, end + 20));
        TestCatalog second = TestCatalog.open(torn, ONE_LOG);
        assertThat(second.contents.changes()).containsExactly(new VirtualHostCreated("kept"));
        assertThat(isZero(torn.bytes(FIRST), end, 4096)).isTrue();
        second.store(new VirtualHostCreated("x"));
        assertThat(open(torn).contents.changes()).containsExactlyInAnyOrder(new VirtualHostCreated("kept"), new VirtualHostCreated("x"));
    }

    @Test
    void salvagingGoesOnBehindTheDamageAndIsDoneOnce() throws IOException {
        MemoryFiles files = written(ONE_LOG, 20);
        List<CatalogChange> whole = open(files).contents.changes();
        MemoryFiles damaged = changed(files, FIRST, bytes -> zeroed(bytes, 200, 210));
        assertThatThrownBy(() -> TestCatalog.open(damaged, ONE_LOG)).isInstanceOf(CatalogException.class);
        TestCatalog salvaged = TestCatalog.open(damaged, ONE_LOG.withSalvage());
        assertThat(salvaged.contents.changes()).isSubsetOf(whole).hasSizeBetween(whole.size() - 2, whole.size() - 1);
        salvaged.store(new VirtualHostCreated("afterwards"));
        List<CatalogChange> now = TestCatalog.open(damaged, ONE_LOG).contents.changes();
        assertThat(now).containsAll(salvaged.contents.changes()).contains(new VirtualHostCreated("afterwards"));
        assertThat(damaged.list()).contains("damaged-" + FIRST);
    }

    @Test
    void salvagingReadsWhatIsLeftOfALogThatWasCut() throws IOException {
        MemoryFiles files = written(ONE_LOG, 20);
        List<CatalogChange> whole = open(files).contents.changes();
        int end = endOf(files.bytes(FIRST));
        MemoryFiles behindAll = changed(files, FIRST, bytes -> Arrays.copyOf(bytes, end + 16));
        assertThat(TestCatalog.open(behindAll, ONE_LOG.withSalvage()).contents.changes()).isEqualTo(whole);
        assertThat(TestCatalog.open(behindAll, ONE_LOG).contents.changes()).as("at the next start").isEqualTo(whole);
        MemoryFiles inTheMiddle = changed(files, FIRST, bytes -> Arrays.copyOf(bytes, end / 2));
        assertThat(TestCatalog.open(inTheMiddle, ONE_LOG.withSalvage()).contents.changes()).isNotEmpty().isSubsetOf(whole);
    }

    @Test
    void whatWasAddedBehindALogDoesNoHarm() throws IOException {
        MemoryFiles files = written(ONE_LOG, 20);
        List<CatalogChange> whole = open(files).contents.changes();
        MemoryFiles longer = changed(files, FIRST, bytes -> Arrays.copyOf(bytes, bytes.length + 100));
        assertThat(TestCatalog.open(longer, ONE_LOG).contents.changes()).isEqualTo(whole);
    }

    @Test
    void salvagingFindsWhatThereIsWithoutALogOrASnapshot() throws IOException {
        MemoryFiles files = written(LOGS_ONLY, 60);
        files.change("catalog-00000002.log", (name, bytes) -> flipped(bytes, 3));
        TestCatalog salvaged = TestCatalog.open(files, LOGS_ONLY.withSalvage());
        assertThat(salvaged.contents.changes()).isNotEmpty();
        assertThat(TestCatalog.open(files, LOGS_ONLY).contents).isEqualTo(salvaged.contents);

        MemoryFiles merged = merged();
        for (String name : merged.list()) {
            if (name.endsWith(".db")) merged.change(name, (file, bytes) -> flipped(bytes, 3));
        }
        assertThatThrownBy(() -> TestCatalog.open(merged.afterKill())).isInstanceOf(CatalogException.class)
                .hasMessageContaining(".db").hasMessageContaining("its check sum is");
        TestCatalog found = TestCatalog.open(merged, TestCatalog.SMALL.withSalvage());
        assertThat(TestCatalog.open(merged).contents).isEqualTo(found.contents);
    }

    @Test
    void aDamagedSnapshotCostsNothing() throws IOException {
        MemoryFiles files = merged();
        TestCatalog whole = TestCatalog.open(files.afterKill());
        String newest = files.list().stream().filter(name -> name.endsWith(".db")).reduce((a, b) -> b).orElseThrow();
        int size = files.bytes(newest).length;
        for (UnaryOperator<byte[]> damage : List.<UnaryOperator<byte[]>>of(bytes -> flipped(bytes, size / 2),
                bytes -> Arrays.copyOf(bytes, size - 100), bytes -> zeroed(bytes, 100, 300), bytes -> new byte[0])) {
            MemoryFiles damaged = changed(files, newest, damage);
            TestCatalog opened = TestCatalog.open(damaged);
            assertThat(opened.contents).isEqualTo(whole.contents);
            assertThat(damaged.list()).contains("damaged-" + newest).doesNotContain(newest);
            opened.catalog.close();
            assertThat(TestCatalog.open(damaged).contents).isEqualTo(whole.contents);
        }
    }

    @Test
    void whatALaterVersionHasWrittenIsNotTouched() throws IOException {
        MemoryFiles files = written(ONE_LOG, 2);
        MemoryFiles newer = changed(files, FIRST, bytes -> {
            byte[] other = bytes.clone();
            other[4] = 2;
            CRC32C crc = new CRC32C();
            crc.update(other, 0, 28);
            ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(28, (int) crc.getValue());
            return other;
        });
        byte[] before = newer.bytes(FIRST).clone();
        assertThatThrownBy(() -> TestCatalog.open(newer, ONE_LOG)).hasMessage(
                "the catalog's file " + FIRST + " was written by a newer Leveret: it has format version 2");
        assertThat(newer.bytes(FIRST)).isEqualTo(before);
    }

    /** A log with many groups, the last of which is vouched for. */
    private static MemoryFiles written(CatalogSettings settings, int changes) throws IOException {
        MemoryFiles files = new MemoryFiles(changes);
        TestCatalog catalog = TestCatalog.open(files, settings).store(new VirtualHostCreated("/"));
        for (int i = 0; i < changes; i++) {
            catalog.store(new QueueDeclared("/", i + 1, "queue-" + i, i % 2 == 0, FieldTable.EMPTY));
        }
        catalog.pass(60);
        return files;
    }

    /** Two snapshots, and logs. */
    private static MemoryFiles merged() throws IOException {
        MemoryFiles files = new MemoryFiles(3);
        TestCatalog catalog = TestCatalog.open(files).store(new VirtualHostCreated("/"));
        long id = 0;
        while (files.list().stream().filter(name -> name.endsWith(".db")).count() < 2 || id < 400) {
            catalog.store(new QueueDeclared("/", ++id, "queue-" + id, true, FieldTable.EMPTY));
            if (id % 3 == 0) catalog.store(new QueueDeleted("/", id - 1, "queue-" + (id - 1)));
            if (id > 2000) fail("no snapshots: " + files.list());
        }
        return files;
    }

    private static TestCatalog open(MemoryFiles files) throws IOException {
        return TestCatalog.open(files.afterKill(), ONE_LOG);
    }

    private static MemoryFiles changed(MemoryFiles files, String name, UnaryOperator<byte[]> change) {
        MemoryFiles copy = files.afterKill();
        copy.change(name, (file, bytes) -> change.apply(bytes));
        return copy;
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 4;
        return changed;
    }

    private static byte[] zeroed(byte[] bytes, int from, int to) {
        byte[] changed = bytes.clone();
        Arrays.fill(changed, from, to, (byte) 0);
        return changed;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) return false;
        }
        return true;
    }

    private static int endOf(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) end--;
        return end;
    }

    /** Zeros that fill a group up to a multiple of eight are not checked, as nobody reads them. */
    private static boolean isPadding(byte[] bytes, int at) {
        ByteBuffer log = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int salt = log.getInt(16);
        LogGroup group = LogGroup.at(LogHeader.SIZE, log, salt);
        while (group != null && group.end() <= at) group = LogGroup.at(group.end(), log, salt);
        return group != null && at >= group.offset() + LogGroup.HEADER + group.changes().remaining();
    }
}
