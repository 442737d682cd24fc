package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UptimeTest {

    @TempDir
    Path directory;

    @Test
    void isReadInMilliseconds() throws IOException {
        Path file = Files.writeString(directory.resolve("uptime"), "79039.47 150823.05\n");
        assertThat(new Uptime(file).getAsLong()).isEqualTo(79_039_470);
    }

    @Test
    void isNotKnownEverywhere() throws IOException {
        Path file = directory.resolve("uptime");
        assertThat(new Uptime(file).getAsLong()).isNegative();
        for (String text : new String[] {"", "79039.47", "long since"}) {
            assertThat(new Uptime(Files.writeString(file, text)).getAsLong()).as(text).isNegative();
        }
    }
}
