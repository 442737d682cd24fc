package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.MemoryFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What an earlier broker wrote is read as it read it: {@code format-1.zip} is what that made of the sample. */
class EarlierFormatTest {

    private final MemoryFiles files = new MemoryFiles(1);

    @Test
    void isReadAsItWas() throws IOException {
        unpackEarlier();
        assertThat(FormatSample.describe(files)).isEqualTo(asItWas());
    }

    @Test
    void todaysSaysTheSame() throws IOException {
        FormatSample.write(files);
        assertThat(FormatSample.describe(files.afterKill())).isEqualTo(asItWas());
    }

    @Test
    void bothStandSideBySide() throws IOException {
        unpackEarlier();
        TestStore store = TestStore.open(files);
        FormatSample.writeHalf(store, 201);
        List<String> fromTheJournal = FormatSample.describe(files.afterPowerLoss());
        assertThat(fromTheJournal).containsAll(asItWas().stream().filter(line -> !line.startsWith("queue")).toList())
                .hasSizeGreaterThan(asItWas().size());
        store.checkpoint();
        assertThat(FormatSample.describe(files.afterPowerLoss())).as("from a checkpoint").isEqualTo(fromTheJournal);
    }

    private void unpackEarlier() throws IOException {
        try (ZipInputStream in = new ZipInputStream(resource("format-1.zip"))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                try (JournalFile file = files.createGrowing(entry.getName())) {
                    file.write(new ByteBuffer[] {ByteBuffer.wrap(in.readAllBytes())}, 1, 0);
                    file.force();
                }
            }
        }
        files.force();
    }

    private static List<String> asItWas() throws IOException {
        try (InputStream in = resource("format-1.txt")) {
            return new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        }
    }

    private static InputStream resource(String name) {
        return EarlierFormatTest.class.getResourceAsStream("/" + name);
    }
}
