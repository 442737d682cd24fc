package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LeveretTest {

    @Test
    void hasNoDataDirectoryInMemory() {
        assertContradiction(Leveret.builder().inMemory().set("data-dir", "somewhere"));
        assertContradiction(Leveret.builder().dataDir(Path.of("somewhere")).inMemory());
    }

    private static void assertContradiction(Leveret.Builder builder) {
        assertThatThrownBy(builder::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("builder: inMemory() and a data directory exclude each other");
    }
}
