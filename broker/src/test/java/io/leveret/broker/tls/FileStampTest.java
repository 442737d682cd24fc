package io.leveret.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStampTest {

    @Test
    void whoMayReadItIsPartOfIt(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("key.pem"), "secret");
        List<FileStamp> before = FileStamp.of(List.of(file));
        assertThat(FileStamp.of(List.of(file))).isEqualTo(before);
        await().until(() -> { // the system's clock may not have gone on yet
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
            return !FileStamp.of(List.of(file)).equals(before);
        });
    }
}
