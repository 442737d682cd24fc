package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.view.LoginAttempts;
import org.junit.jupiter.api.Test;

class LoginCountsTest {

    private final LoginCounts counts = new LoginCounts();

    @Test
    void countsByProtocolAndBySource() {
        counts.attempted("http", "10.0.0.1", "alice", true);
        counts.attempted("amqp091", "10.0.0.1", "alice", true);
        counts.attempted("amqp091", "10.0.0.2", "bob", false);
        assertThat(counts.byProtocol()).containsExactly(
            new LoginAttempts("amqp091", "", "", 1, 1), new LoginAttempts("http", "", "", 1, 0));
        assertThat(counts.bySource()).contains(new LoginAttempts("amqp091", "10.0.0.2", "bob", 0, 1)).hasSize(3);
        assertThat(counts.byProtocol().get(0).all()).isEqualTo(2);
        counts.forget();
        assertThat(counts.byProtocol()).isEmpty();
        assertThat(counts.bySource()).isEmpty();
    }

    @Test
    void namesMadeUpByStrangersDoNotFillTheMemory() {
        for (int i = 0; i < 10_000; i++) counts.attempted("amqp091", "10.0.0.1", "user-" + i, false);
        assertThat(counts.bySource()).hasSize(1_000);
        assertThat(counts.byProtocol().get(0).failed()).isEqualTo(10_000);
    }
}
