package io.leveret.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.Leveret;
import io.leveret.it.Api;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The soak in small: all of its traffic flows and arrives. Whether something grows only a long one tells, see {@link Soak}. */
class SoakIT {

    @Test
    void everythingArrivesWhileThingsComeAndGo(@TempDir Path directory) throws Exception {
        try (Leveret broker = Leveret.builder().dataDir(directory).amqpPort(0).managementPort(0).set("persistence.disk-free-limit", "0").start()) {
            Soak.Outcome outcome = new Soak(new Target(broker.amqpUri(), Api.of(broker)), Duration.ofSeconds(1), 1000).run(Duration.ofSeconds(6));
            assertThat(outcome.messages()).isPositive();
            assertThat(outcome.table()).contains("live heap", "journal on disk");
        }
    }
}
