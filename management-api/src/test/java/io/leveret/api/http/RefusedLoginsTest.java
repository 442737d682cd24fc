package io.leveret.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusedLoginsTest {

    @Test
    void nobodyWritesLinesOfTheirOwn() {
        assertThat(RefusedLogins.shown("eve\r\n2026 INFO all is well\u2028\u0085\u001b[31m")).isEqualTo("eve??2026 INFO all is well???[31m");
        assertThat(RefusedLogins.shown("x".repeat(500))).hasSize(103).endsWith("x...");
        assertThat(RefusedLogins.shown("Jürgen \uD83D\uDC07")).isEqualTo("Jürgen \uD83D\uDC07");
    }
}
