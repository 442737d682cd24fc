package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokerExtension.class)
class HeartbeatsIT {
    @Test
    void comeWhileNothingElseDoes(WireClient wire) throws Exception {
        wire.open(2047, 131_072, 1);
        WireFrame heartbeat = wire.readAny();
        assertThat(heartbeat.type()).isEqualTo(WireFrame.HEARTBEAT);
        assertThat(heartbeat.channel()).isZero();
        assertThat(heartbeat.payload()).isEmpty();
    }

    @Test
    void areMissedForTwoIntervalsBeforeTheBrokerHangsUp(WireClient wire) throws Exception {
        wire.open(2047, 131_072, 1);
        Instant lastWord = Instant.now();
        wire.expectEnd();
        assertThat(Duration.between(lastWord, Instant.now())).isGreaterThan(Duration.ofMillis(1_500));
    }

    @Test
    void ofTheClientKeepTheConnectionOpen(WireClient wire) throws Exception {
        wire.open(2047, 131_072, 3);
        await().pollInterval(Duration.ofMillis(500)).during(Duration.ofSeconds(8))
                .until(() -> wire.send(WireFrame.heartbeat(0)) != null);
        wire.openChannel(1);
    }

    @Test
    void areNotExpectedWhenSwitchedOff(WireClient silent, WireClient wire) throws Exception {
        silent.open(2047, 131_072, 0);
        wire.open(2047, 131_072, 1).expectEnd();
        silent.openChannel(1);
    }
}
