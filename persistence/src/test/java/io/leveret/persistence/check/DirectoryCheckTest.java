package io.leveret.persistence.check;

import static io.leveret.persistence.check.FilledDirectory.flip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.store.CatalogChange;
import io.leveret.persistence.DataDirectory;
import io.leveret.persistence.DataDirectoryInUseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCheckTest {
    private static final Pattern CANNOT_BE_READ = Pattern.compile("(?:(\\d+) messages|message \\d+ of .*) cannot be read");

    @TempDir
    Path directory;

    private FilledDirectory filled;
    private String said;

    @BeforeEach
    void fill() throws IOException {
        filled = new FilledDirectory(directory);
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
        filled.declare(new CatalogChange.QueueDeclared("/", 1, "q", false, FieldTable.EMPTY),
                new CatalogChange.ExchangeDeclared("/", "x", "direct", false, false, FieldTable.EMPTY), new CatalogChange.HoldingQueueOpened("/", 2, "x"));
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
        Path segment = filled.file("journal", "\\d+\\.seg", 0);
        flip(segment, 20_000);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said).containsPattern("DAMAGED journal/" + segment.getFileName() + " at offset \\d+: "
                + "the check sum of a record is wrong: message \\d+ of queue number 1 cannot be read\n");
    }

    /** Also in a segment that is known to be damaged: what in it nobody needs is something else. */
    @Test
    void namesMessagesOfWhichPiecesAreDamaged() throws IOException {
        filled.live(logs -> FilledDirectory.append(logs.get(0), 1000, 100_000));
        assertThat(check()).as(said).isEqualTo(Verdict.WHOLE);
        for (Path segment : filled.files("journal", "\\d+\\.seg")) {
            byte[] bytes = Files.readAllBytes(segment);
            flip(segment, 40_000);
            if (check() == Verdict.DAMAGED && said.contains("message 1000 of queue number 1 cannot be read")) {
                Files.createFile(Path.of(segment.toString().replace(".seg", ".damaged")));
                assertThat(check()).isEqualTo(Verdict.DAMAGED);
                assertThat(said).containsPattern("DAMAGED journal/" + segment.getFileName() + " at offset \\d+: message 1000 of queue number 1 cannot be read");
                return;
            }
            Files.write(segment, bytes);
        }
        fail("no piece is missed");
    }

    @Test
    void namesEveryDamagedRecordByItself() throws IOException {
        Path segment = filled.file("journal", "\\d+\\.seg", 0);
        flip(segment, 20_000);
        flip(segment, 24_000);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said.lines().filter(line -> line.contains("check sum"))).hasSize(2);
        assertThat(said.lines().filter(line -> line.contains("cannot be read"))).hasSize(2);
        assertThat(said).contains("damaged in 2 places");
    }

    @Test
    void callsQueuesByTheirNames() throws IOException {
        filled.declare(new CatalogChange.QueueDeclared("/", 1, "orders", false, FieldTable.EMPTY),
                new CatalogChange.ExchangeDeclared("/", "x", "direct", false, false, FieldTable.EMPTY), new CatalogChange.HoldingQueueOpened("/", 2, "x"));
        flip(filled.file("journal", "\\d+\\.seg", 0), 20_000);
        assertThat(check()).isEqualTo(Verdict.DAMAGED);
        assertThat(said).containsPattern(": message \\d+ of queue 'orders' in virtual host '/' cannot be read\n");
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".seg")).toList()) Files.delete(file);
        }
        assertThat(check()).isEqualTo(Verdict.REFUSED);
        assertThat(said).contains("of queue 'orders' in virtual host '/'", "20 of exchange 'x' in virtual host '/'");
    }

    private void overwriteSegment(int from, int to, int with) throws IOException {
        Path segment = filled.file("journal", "\\d+\\.seg", 0);
        byte[] bytes = Files.readAllBytes(segment);
        Arrays.fill(bytes, from, to, (byte) with);
        Files.write(segment, bytes);
    }

    @Test
    void tellsOfManyMessagesInOnePlaceAtOnce() throws IOException {
        overwriteSegment(20_000, 30_000, 0);
        assertThat(check()).isEqualTo(Verdict.DAMAGED);
        assertThat(said.lines().filter(line -> line.startsWith("DAMAGED"))).as(said)
                .hasSizeLessThan(4); // the first of them, the rest of its group, and whatever groups were behind
        assertThat(said).containsPattern(": [0-9]+ messages cannot be read: [0-9]+ of queue number 1\n");
    }

    /** A start reads each message where its index says, so those behind the damage are not lost. */
    @Test
    void doesNotMissWhatStandsBehindARecordWhoseLengthIsDamaged() throws IOException {
        overwriteSegment(20_000, 22_000, 7);
        assertThat(check()).isEqualTo(Verdict.DAMAGED);
        int missed = 0;
        for (Matcher each = CANNOT_BE_READ.matcher(said); each.find(); ) missed += each.group(1) == null ? 1 : Integer.parseInt(each.group(1));
        assertThat(missed).as(said).isBetween(2, 3); // of a KiB each
    }

    @Test
    void namesTheFirstDamageOnceWhenThereIsNoCheckpoint() throws IOException {
        for (int i = 0; i < 2; i++) Files.delete(filled.file("checkpoint", "ckpt-\\d+", 0));
        Path segment = filled.file("journal", "\\d+\\.seg", 0);
        flip(segment, 20_000);
        assertThat(check()).isEqualTo(Verdict.REFUSED);
        assertThat(said.lines().filter(line -> line.startsWith("DAMAGED"))).as(said).hasSize(1);
        assertThat(said).contains("damaged in 1 place", "a start refuses this: the journal is damaged at segment ");
    }

    @Test
    void tellsWhatWasSalvagedFromDamage() throws IOException {
        for (int i = 0; i < 2; i++) Files.delete(filled.file("checkpoint", "ckpt-\\d+", 0));
        Path segment = filled.file("journal", "\\d+\\.seg", 0);
        flip(segment, 20_000);
        filled.declareQueues();
        filled.live(filled.settings(true), logs -> { });
        assertThat(check()).as(said).isEqualTo(Verdict.WHOLE);
        assertThat(said).contains("salvaged before: journal/" + segment.getFileName() + " is damaged, and kept", "nothing is damaged");
    }

    @Test
    void namesDamageInAnOlderLogOfTheCatalogThatAStartDoesNotNeed() throws IOException {
        filled.declareForSnapshots();
        assertThat(check()).as(said).isEqualTo(Verdict.WHOLE);
        Path log = filled.file("catalog", "catalog-.*\\.log", 0);
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

    @Test
    void saysWhatWasSetAside() throws IOException {
        Files.createFile(directory.resolve("journal").resolve("damaged-000000000077.seg"));
        assertThat(check()).isEqualTo(Verdict.WHOLE);
        assertThat(said).contains("set aside", "journal/damaged-000000000077.seg was damaged");
    }

    @Test
    void namesDamageInTheHeaderOfASegment() throws IOException {
        Path segment = filled.file("journal", "\\d+\\.seg", 1);
        flip(segment, 20);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said).contains("DAMAGED journal/" + segment.getFileName() + " at offset 0: ");
    }

    @Test
    void noticesThatASegmentIsMissing() throws IOException {
        Path segment = filled.file("journal", "\\d+\\.seg", 1);
        Files.delete(segment);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said).contains("DAMAGED journal/" + segment.getFileName() + " at offset 0: ", "messages cannot be read: ");
        assertThat(said.lines().filter(line -> line.startsWith("DAMAGED"))).as(said).hasSize(1);
    }

    @Test
    void namesDamageInACheckpoint() throws IOException {
        Path checkpoint = filled.file("checkpoint", "ckpt-\\d+", 1);
        flip(checkpoint, 70);
        assertThat(check()).isNotEqualTo(Verdict.WHOLE);
        assertThat(said).contains("DAMAGED checkpoint/" + checkpoint.getFileName() + " at offset 40: ", "messages: 320 in 2 queues");
    }

    @Test
    void namesDamageInTheCatalog() throws IOException {
        Path log = filled.file("catalog", "catalog-.*", 0);
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
