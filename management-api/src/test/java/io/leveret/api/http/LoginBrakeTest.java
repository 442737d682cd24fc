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
        brake.succeeded(HERE, "alice");
        assertThat(fail()).isZero();
        fail();
        now += Duration.ofMinutes(2).toNanos();
        assertThat(fail()).isZero();
    }

    @Test
    void nobodyHasManyAnswersWaiting() {
        for (int i = 0; i < 32; i++) brake.failed(HERE, "alice");
        assertThat(brake.isFull(HERE)).isTrue();
        brake.answered(HERE);
        assertThat(brake.isFull(HERE)).isFalse();
    }

    @Test
    void gettingInMakesItForgetThatUserOnly() {
        for (int i = 0; i < 3; i++) {
            fail("alice");
            brake.succeeded(HERE, "mallory");
        }
        assertThat(fail("mallory")).isEqualTo(150);
        brake.succeeded(HERE, "mallory");
        assertThat(fail("alice")).isEqualTo(150);
        brake.succeeded(HERE, "alice");
        assertThat(fail("alice")).isZero();
    }

    @Test
    void manyNamesAreAsSlowAsOne() {
        for (int i = 0; i < 100; i++) fail("user" + i);
        for (int i = 0; i < 100; i++) brake.succeeded(HERE, "user" + i);
        assertThat(fail("another")).isEqualTo(2_000);
        now += Duration.ofMinutes(2).toNanos();
        assertThat(fail("another")).isZero();
    }

    private long fail() {
        return fail("alice");
    }

    private long fail(String user) {
        long millis = brake.failed(HERE, user);
        brake.answered(HERE);
        return millis;
    }
}
