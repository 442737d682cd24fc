package io.leveret.persistence.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.message.Message;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.QueueLog;
import io.leveret.persistence.DataDirectory;
import io.leveret.persistence.DataDirectoryInUseException;
import io.leveret.persistence.Ownership;
import io.leveret.persistence.catalog.Catalog;
import io.leveret.persistence.catalog.CatalogSettings;
import io.leveret.persistence.journal.JournalSettings;
import io.leveret.persistence.journal.SyncPolicy;
import io.leveret.persistence.message.HandLoop;
import io.leveret.persistence.journal.NoTroubles;
import io.leveret.persistence.message.JournalStore;
import io.leveret.persistence.message.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCheckTest {

    private static final int SEGMENT = 64 * 1024;
    private static final JournalSettings SMALL = new JournalSettings(SEGMENT, 4096, 64 << 20, SyncPolicy.GROUP);

    @TempDir
    Path directory;

    private String said;

    @BeforeEach
    void fill() throws IOException {
        DataDirectory.open(directory, Clock.systemUTC()).close();
        try (Catalog catalog = Catalog.open(directory.resolve("catalog"), Ownership.UNQUESTIONED, CatalogSettings.DEFAULT, null).catalog()) {
            catalog.append(List.of(new CatalogChange.VirtualHostCreated("/"),
                    new CatalogChange.UserPut("guest", "sha256", "hash", Set.of())));
        }
        fillQueue(1, 300);
        fillQueue(2, 20);
    }

    /** A life of the store, with a checkpoint at its end. */
    private void fillQueue(long id, int messages) throws IOException {
        HandLoop loop = new HandLoop();
        try (JournalStore store = JournalStore.open(new StoreSettings(directory, SMALL, false), new NoTroubles())) {
            List<QueueLog> logs = List.of(store.open(1, true, loop), store.open(2, true, loop));
            store.restored();
            for (int i = 1; i <= messages; i++) {
                logs.get((int) id - 1).append(i, new Message("", "", BasicProperties.EMPTY, Body.of(new byte[1000])), Long.MAX_VALUE);
            }
            loop.runAll();
        }
    }

    @Test
    void saysThatAStartMissesAJournalThatIsGone() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            for (Path each : files.toList()) Files.delete(each);
        }
        assertThat(check()).isEqualTo(Verdict.REFUSED);
        assertThat(said).contains("a start refuses this: the journal in " + directory.resolve("journal") + " is missing or empty");
    }

    private Verdict check() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Verdict verdict = DirectoryCheck.run(directory, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        said = bytes.toString(StandardCharsets.UTF_8);
        return verdict;
    }

    private Path file(String folder, String pattern, int index) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(folder))) {
            return files.filter(path -> path.getFileName().toString().matches(pattern)).sorted().skip(index).findFirst().orElseThrow();
        }
    }

    private static void flip(Path file, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void saysWhatIsThere() throws IOException {
        assertThat(check()).as(said).isEqualTo(Verdict.WHOLE);
        assertThat(said).contains("users 1, virtual hosts 1", "checkpoints 2", "messages: 320 in 2 queues, 312.5 KiB of bodies",
                "nothing is damaged");
        assertThat(check()).as("and changes nothing").isEqualTo(Verdict.WHOLE);
    }

    @Test
    void saysWhichMessagesAreOfQueuesThatAreNotDeclared() throws IOException {
        assertThat(check()).isEqualTo(Verdict.WHOLE);
        assertThat(said).contains("of these 320 in 2 queues that the catalog does not know: 300 of queue number 1, 20 of queue number 2",
                "the next start forgets them, unless it is to salvage");
        try (Catalog catalog = Catalog.open(directory.resolve("catalog"), Ownership.UNQUESTIONED, CatalogSettings.DEFAULT, null).catalog()) {
            catalog.append(List.of(new CatalogChange.QueueDeclared("/", 1, "q", false, FieldTable.EMPTY)));
            catalog.append(List.of(new CatalogChange.ExchangeDeclared("/", "x", "direct", false, false, FieldTable.EMPTY),
                    new CatalogChange.HoldingQueueOpened("/", 2, "x")));
        }
        assertThat(check()).isEqualTo(Verdict.WHOLE);
        assertThat(said).doesNotContain("the catalog does not know");
    }

    @Test
    void takesMessagesWithoutADeclarationForALostCatalog() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("catalog"))) {
            for (Path file : files.toList()) Files.delete(file);
        }
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said).contains("DAMAGED catalog", "nothing is declared, but messages are stored");
    }

    @Test
    void namesDamageInASegmentThatAStartDoesNotRead() throws IOException {
        Path segment = file("journal", "\\d+\\.seg", 0);
        flip(segment, 20_000);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said).containsPattern("DAMAGED journal/" + segment.getFileName() + " at offset \\d+: "
                + "the check sum of a record is wrong: message \\d+ of queue number 1 cannot be read\n");
    }

    @Test
    void namesEveryDamagedRecordByItself() throws IOException {
        Path segment = file("journal", "\\d+\\.seg", 0);
        flip(segment, 20_000);
        flip(segment, 24_000);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said.lines().filter(line -> line.contains("check sum"))).hasSize(2);
        assertThat(said.lines().filter(line -> line.contains("cannot be read"))).hasSize(2);
        assertThat(said).contains("damaged in 2 places");
    }

    @Test
    void callsQueuesByTheirNames() throws IOException {
        try (Catalog catalog = Catalog.open(directory.resolve("catalog"), Ownership.UNQUESTIONED, CatalogSettings.DEFAULT, null).catalog()) {
            catalog.append(List.of(new CatalogChange.QueueDeclared("/", 1, "orders", false, FieldTable.EMPTY),
                    new CatalogChange.ExchangeDeclared("/", "x", "direct", false, false, FieldTable.EMPTY),
                    new CatalogChange.HoldingQueueOpened("/", 2, "x")));
        }
        flip(file("journal", "\\d+\\.seg", 0), 20_000);
        assertThat(check()).isEqualTo(Verdict.DAMAGED);
        assertThat(said).containsPattern(": message \\d+ of queue 'orders' in virtual host '/' cannot be read\n");
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".seg")).toList()) Files.delete(file);
        }
        assertThat(check()).isEqualTo(Verdict.REFUSED);
        assertThat(said).contains("of queue 'orders' in virtual host '/'", "20 of exchange 'x' in virtual host '/'");
    }

    @Test
    void tellsOfManyMessagesInOnePlaceAtOnce() throws IOException {
        Path segment = file("journal", "\\d+\\.seg", 0);
        byte[] bytes = Files.readAllBytes(segment);
        Arrays.fill(bytes, 20_000, 30_000, (byte) 0);
        Files.write(segment, bytes);
        assertThat(check()).isEqualTo(Verdict.DAMAGED);
        assertThat(said.lines().filter(line -> line.startsWith("DAMAGED"))).as(said)
                .hasSizeLessThan(4); // the first of them, the rest of its group, and whatever groups were behind
        assertThat(said).containsPattern(": [0-9]+ messages cannot be read: [0-9]+ of queue number 1\n");
    }

    @Test
    void namesTheFirstDamageOnceWhenThereIsNoCheckpoint() throws IOException {
        for (int i = 0; i < 2; i++) Files.delete(file("checkpoint", "ckpt-\\d+", 0));
        Path segment = file("journal", "\\d+\\.seg", 0);
        flip(segment, 20_000);
        assertThat(check()).isEqualTo(Verdict.REFUSED);
        assertThat(said.lines().filter(line -> line.startsWith("DAMAGED"))).as(said).hasSize(1);
        assertThat(said).contains("damaged in 1 place", "a start refuses this: the journal is damaged at segment ");
    }

    @Test
    void tellsWhatWasSalvagedFromDamage() throws IOException {
        for (int i = 0; i < 2; i++) Files.delete(file("checkpoint", "ckpt-\\d+", 0));
        Path segment = file("journal", "\\d+\\.seg", 0);
        flip(segment, 20_000);
        declareQueues();
        HandLoop loop = new HandLoop();
        try (JournalStore store = JournalStore.open(new StoreSettings(directory, SMALL, true), new NoTroubles())) {
            store.open(1, true, loop);
            store.open(2, true, loop);
            store.restored();
        }
        assertThat(check()).as(said).isEqualTo(Verdict.WHOLE);
        assertThat(said).contains("salvaged before: journal/" + segment.getFileName() + " is damaged, and kept", "nothing is damaged");
    }

    @Test
    void namesDamageInAnOlderLogOfTheCatalogThatAStartDoesNotNeed() throws IOException {
        CatalogSettings eager = new CatalogSettings(4096, 8192, 1, false);
        for (int life = 0; life < 2; life++) {
            try (Catalog catalog = Catalog.open(directory.resolve("catalog"), Ownership.UNQUESTIONED, eager, null).catalog()) {
                catalog.append(List.of(new CatalogChange.VirtualHostCreated("v" + life)));
            }
        }
        assertThat(check()).as(said).isEqualTo(Verdict.WHOLE);
        Path log = file("catalog", "catalog-.*\\.log", 0);
        flip(log, 10);
        assertThat(check()).as(said).isEqualTo(Verdict.DAMAGED);
        assertThat(said).contains("DAMAGED catalog/" + log.getFileName() + " at offset 0", "a start goes on without what is damaged");
    }

    @Test
    void namesADamagedNodeFile() throws IOException {
        Files.writeString(directory.resolve("node"), "format = 1\nnode = nonsense\n");
        assertThat(check()).isEqualTo(Verdict.REFUSED);
        assertThat(said).contains("DAMAGED node at offset 0", "messages: 320 in 2 queues", "a start refuses this: data directory ");
    }

    private void declareQueues() throws IOException {
        try (Catalog catalog = Catalog.open(directory.resolve("catalog"), Ownership.UNQUESTIONED, CatalogSettings.DEFAULT, null).catalog()) {
            for (int id = 1; id <= 2; id++) {
                catalog.append(List.of(new CatalogChange.QueueDeclared("/", id, "q" + id, false, FieldTable.EMPTY)));
            }
        }
    }

    @Test
    void saysWhatWasSetAside() throws IOException {
        Files.createFile(directory.resolve("journal").resolve("damaged-000000000077.seg"));
        assertThat(check()).isEqualTo(Verdict.WHOLE);
        assertThat(said).contains("set aside", "journal/damaged-000000000077.seg was damaged");
    }

    @Test
    void namesDamageInTheHeaderOfASegment() throws IOException {
        Path segment = file("journal", "\\d+\\.seg", 1);
        flip(segment, 20);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said).contains("DAMAGED journal/" + segment.getFileName() + " at offset 0: ");
    }

    @Test
    void noticesThatASegmentIsMissing() throws IOException {
        Path segment = file("journal", "\\d+\\.seg", 1);
        Files.delete(segment);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said).contains("DAMAGED journal/" + segment.getFileName() + " at offset 0: ", "messages cannot be read: ");
        assertThat(said.lines().filter(line -> line.startsWith("DAMAGED"))).as(said).hasSize(1);
    }

    @Test
    void namesDamageInACheckpoint() throws IOException {
        Path checkpoint = file("checkpoint", "ckpt-\\d+", 1);
        flip(checkpoint, 70);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said).contains("DAMAGED checkpoint/" + checkpoint.getFileName() + " at offset 40: ", "messages: 320 in 2 queues");
    }

    @Test
    void namesDamageInTheCatalog() throws IOException {
        Path log = file("catalog", "catalog-.*", 0);
        flip(log, (int) Files.size(log) > 200 ? 80 : 10);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said).contains("DAMAGED catalog/" + log.getFileName());
    }

    @Test
    void looksOnlyAtADirectoryThatIsOneAndThatNobodyUses() throws IOException {
        assertThatThrownBy(() -> DirectoryCheck.run(directory.resolve("journal"), System.out)).isInstanceOf(NoSuchFileException.class);
        assertThat(directory.resolve("journal/node")).doesNotExist();
        try (DataDirectory used = DataDirectory.open(directory, Clock.systemUTC())) {
            assertThatThrownBy(this::check).isInstanceOf(DataDirectoryInUseException.class)
                    .hasMessageContaining(used.path().toString());
        }
    }
}
