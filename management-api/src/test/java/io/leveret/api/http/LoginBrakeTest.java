package io.leveret.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoginBrakeTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private long now;
    private final LoginBrake brake = new LoginBrake(() -> now);

    @Test
    void eachFailureWaitsLonger() {
        assertThat(fail()).isZero();
        assertThat(fail()).isEqualTo(50);
        for (int i = 0; i < 100; i++) fail();
        assertThat(fail()).isEqualTo(2_000);
    }

    @Test
    void successAndTimeMakeItForget() {
        fail();
        fail();
        brake.succeeded(HERE);
        assertThat(fail()).isZero();
        fail();
        now += Duration.ofMinutes(2).toNanos();
        assertThat(fail()).isZero();
    }

    @Test
    void nobodyHasManyAnswersWaiting() {
        for (int i = 0; i < 32; i++) brake.failed(HERE);
        assertThat(brake.isFull(HERE)).isTrue();
        brake.answered(HERE);
        assertThat(brake.isFull(HERE)).isFalse();
    }

    private long fail() {
        long millis = brake.failed(HERE);
        brake.answered(HERE);
        return millis;
    }
}
