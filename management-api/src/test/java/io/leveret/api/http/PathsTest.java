package io.leveret.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {

    @ParameterizedTest
    @CsvSource({
        "/api/queues/%2F/a%2Bb, '',    /api/queues/%2F/a%2Bb",
        "/api/queues/,          '',    /api/queues",
        "/api/queues/a+b;c,     '',    /api/queues/a%2Bb%3Bc",
        "/rmq/api/queues,       /rmq,  /api/queues",
        "/,                     '',    /",
    })
    void areMadeReady(String raw, String prefix, String routed) {
        assertThat(Paths.routed(raw, prefix)).contains(routed);
    }

    @Test
    void leadNowhereWithoutThePrefix() {
        assertThat(Paths.routed("/api/queues", "/rmq")).isEmpty();
        assertThat(Paths.routed("/rmqs/api", "/rmq")).isEmpty();
    }
}
