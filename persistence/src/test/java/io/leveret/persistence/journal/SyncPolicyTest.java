package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncPolicyTest {

    @ParameterizedTest
    @ValueSource(strings = {"group", "group:500", "interval:20", "interval:60000", "os"})
    void isWrittenAsItIsRead(String text) {
        assertThat(SyncPolicy.parse(text)).hasToString(text);
    }

    @Test
    void knowsItsUnits() {
        assertThat(SyncPolicy.parse("group:500").pause()).isEqualTo(Duration.ofNanos(500_000));
        assertThat(SyncPolicy.parse("interval:20")).isEqualTo(SyncPolicy.interval(Duration.ofMillis(20)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "os:1", "interval", "interval:0", "interval:x", "group:-1", "group:", "group:99999999999999999999",
            "group:60000001", "interval:60001"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> SyncPolicy.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
