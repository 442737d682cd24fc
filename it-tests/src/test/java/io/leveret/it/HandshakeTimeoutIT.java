package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All in one test, because the broker waits for ten seconds. */
@ExtendWith(BrokerExtension.class)
class HandshakeTimeoutIT {
    @Test
    void whoeverStopsHalfwayIsHungUpOn(WireClient speechless, WireClient nameless, WireClient idle,
            WireClient prompt) throws Exception {
        Instant begin = Instant.now();
        nameless.start();
        idle.login();
        prompt.open();
        speechless.expectEnd();
        assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofSeconds(9));
        nameless.expectEnd();
        idle.expectEnd();
        prompt.openChannel(1);
    }
}
