package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.loop.ManualLoop;
import org.junit.jupiter.api.Test;

class AlarmTest {

    private static final long HOUR = 3_600_000;

    private final ManualLoop home = new ManualLoop();
    private int rung;
    private final Alarm alarm = new Alarm(home, () -> rung++);

    @Test
    void ringsWhenItIsDueHoweverLateThatIs() {
        alarm.setFor(home.millis() + HOUR);
        home.advance(HOUR - 1);
        assertThat(rung).isZero();
        assertThat(alarm.isSet()).isTrue();
        home.advance(1);
        assertThat(rung).isEqualTo(1);
        assertThat(home.timers()).isZero();
    }

    @Test
    void ringsSoonWhenItWasDueWhileTheMachineWasSuspended() {
        alarm.setFor(home.millis() + HOUR);
        home.advance(HOUR / 2);
        home.suspend(HOUR);
        home.advance(Alarm.LONGEST_TIMER);
        assertThat(rung).isEqualTo(1);
    }

    @Test
    void neverRingsAgainOnceItIsCancelledNorForALaterTime() {
        alarm.setFor(home.millis() + HOUR);
        home.advance(HOUR / 2);
        alarm.setFor(home.millis() + HOUR);
        alarm.setFor(home.millis() + 1);
        home.advance(1);
        assertThat(rung).isEqualTo(1);
        alarm.setFor(home.millis() + HOUR);
        home.advance(HOUR / 2);
        alarm.cancel();
        home.advance(HOUR);
        assertThat(rung).isEqualTo(1);
        assertThat(home.timers()).isZero();
    }
}
