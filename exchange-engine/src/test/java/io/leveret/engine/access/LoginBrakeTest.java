package io.leveret.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginBrakeTest {

    private static final Origin HERE = Origin.of("192.0.2.7");

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
        for (int i = 0; i < 63; i++) brake.failed(HERE, "alice");
        LoginBrake.Wait last = brake.failed(HERE, "alice");
        assertThat(brake.isFull(HERE, "alice")).isTrue();
        assertThat(brake.isFull(HERE, "bob")).isFalse();
        assertThat(brake.isFull(Origin.of("192.0.2.8"), "alice")).isFalse();
        last.answered();
        assertThat(brake.isFull(HERE, "alice")).isFalse();
    }

    @Test
    void nobodyHasManyAnswersWaitingUnderManyNames() {
        List<LoginBrake.Wait> waits = new ArrayList<>();
        for (int i = 0; i < 128; i++) waits.add(brake.failed(HERE, "user" + i));
        assertThat(brake.isFull(HERE, "bob")).isTrue();
        waits.forEach(LoginBrake.Wait::answered);
        assertThat(brake.isFull(HERE, "bob")).isFalse();
    }

    @Test
    void whoGetsInMeanwhileLeavesNothingWaiting() {
        for (int i = 0; i < 100; i++) {
            LoginBrake.Wait wait = brake.failed(HERE, "alice");
            brake.succeeded(HERE, "alice");
            wait.answered();
        }
        assertThat(brake.isFull(HERE, "alice")).isFalse();
        assertThat(brake.isFull(HERE, "bob")).isFalse();
    }

    @Test
    void placesWithoutNumberAreNotAllRemembered() {
        for (int i = 0; i < 20_000; i++) brake.failed(Origin.of("host-" + i), "alice").answered();
        assertThat(brake.originCount()).isEqualTo(10_000);
        assertThat(brake.failed(Origin.of("host-19999"), "alice").millis()).isEqualTo(50);
        assertThat(brake.failed(Origin.of("host-0"), "alice").millis()).isZero();
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
        LoginBrake.Wait wait = brake.failed(HERE, user);
        wait.answered();
        return wait.millis();
    }
}
