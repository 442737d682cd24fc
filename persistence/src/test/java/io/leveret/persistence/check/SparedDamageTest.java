package io.leveret.persistence.check;

import static io.leveret.persistence.check.FilledDirectory.append;
import static io.leveret.persistence.check.FilledDirectory.flip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leveret.persistence.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start says of damage that it does without. */
class SparedDamageTest {

    private static final String SEGMENTS = "\\d+\\.seg";

    @TempDir
    Path temporary;
    private FilledDirectory directory;

    @BeforeEach
    void fill() throws IOException {
        directory = new FilledDirectory(temporary);
    }

    private void assertSaid(LogLines log, String... parts) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            directory.loop.runAll();
            assertThat(log.all()).anySatisfy(line -> assertThat(line).contains(parts));
        });
    }

    @Test
    void isToldOfTheOlderCheckpoint() throws IOException {
        flip(directory.file("checkpoint", "ckpt-\\d+", 0), 70);
        try (LogLines log = new LogLines("io.leveret.persistence")) {
            directory.live(logs -> assertSaid(log, "checkpoint 1 is damaged (", "the newer one does without it, and the next two take its place"));
        }
    }

    @Test
    void isToldOfOlderFilesOfTheCatalog() throws IOException {
        directory.declareForSnapshots();
        for (String pattern : List.of("catalog-.*\\.log", "catalog-.*\\.db")) {
            Path file = directory.file("catalog", pattern, 0);
            byte[] whole = Files.readAllBytes(file);
            flip(file, whole.length > 10_000 ? 9_000 : 10);
            try (LogLines log = new LogLines("io.leveret.persistence.catalog")) {
                directory.declare();
                assertSaid(log, "the catalog's file " + file.getFileName() + " is damaged; the newest snapshot does without it");
            }
            Files.write(file, whole);
        }
    }

    @Test
    void isToldOfTheFileThatSaysHowFarTheJournalHasCome() throws IOException {
        directory.live(logs -> {
            append(logs.get(0), 1000, 10);
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(temporary.resolve("journal/reached")));
        });
        Path reached = temporary.resolve("journal/reached");
        byte[] bytes = Files.readAllBytes(reached);
        for (int place = 0; place < 2; place++) bytes[place * 4096 + 5] ^= 1;
        Files.write(reached, bytes);
        try (LogLines log = new LogLines("io.leveret.persistence.journal")) {
            directory.live(logs -> { });
            assertSaid(log, "the file " + reached + " is damaged, and written anew");
        }
    }

    @Test
    void isToldOfSegmentsThatAreKnownToBeDamaged() throws IOException {
        Path segment = directory.file("journal", SEGMENTS, 0);
        flip(segment, 20_000);
        Files.createFile(Path.of(segment.toString().replace(".seg", ".damaged")));
        try (LogLines log = new LogLines("io.leveret.persistence.message")) {
            directory.live(logs -> { });
            assertSaid(log, "known to be damaged, and kept for the messages in it that are whole: " + segment.getFileName() + ". ", "'./leveret check'");
        }
    }

    @Test
    void namesTheQueuesWhoseMessagesASalvageLoses() throws IOException {
        Files.delete(directory.file("journal", SEGMENTS, 0));
        try (LogLines log = new LogLines("io.leveret.persistence.message")) {
            directory.live(directory.settings(true).naming(id -> "queue '" + id + "'"), logs -> { });
            assertSaid(log, " of the journal is missing, and with it ", " of queue '1'");
        }
    }

    @Test
    void namesTheQueueOfAMessageThatIsLostWhenItIsToBeDelivered() throws IOException {
        flip(directory.file("journal", SEGMENTS, 0), 20_000);
        try (LogLines log = new LogLines("io.leveret.persistence.message")) {
            directory.live(directory.settings(false).naming(id -> "queue '" + id + "'"), logs -> {
                long[] all = new long[300];
                for (int i = 0; i < all.length; i++) all[i] = i + 1;
                logs.get(0).read(all, Long.MAX_VALUE, read -> { });
                assertSaid(log, " of queue '1' is lost, number 1 of such");
            });
        }
    }
}
