package io.leveret.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadyMillisTest {
    private long system = 1_700_000_000_000L;
    private long nanos = -5_000_000;
    private long up = 70_000;
    private int looks;
    private final SteadyMillis clock = new SteadyMillis(() -> system, () -> nanos, () -> {
        looks++;
        return up;
    });

    @Test
    void beginsWithTheSystemsTimeAndGoesOn() {
        assertThat(clock.getAsLong()).isEqualTo(1_700_000_000_000L);
        nanos += 7_000_000;
        assertThat(clock.getAsLong()).isEqualTo(1_700_000_000_007L);
    }

    @Test
    void knowsNothingOfASystemClockThatIsSet() {
        system -= 3_600_000;
        nanos += 1_000_000;
        assertThat(clock.getAsLong()).isEqualTo(1_700_000_000_001L);
        system += 86_400_000;
        assertThat(clock.getAsLong()).isEqualTo(1_700_000_000_001L);
    }

    @Test
    void countsTheTimeInWhichTheMachineWasSuspended() {
        pass(5_000);
        suspend(3_600_000);
        pass(1_000);
        assertThat(clock.getAsLong()).isEqualTo(1_700_000_000_000L + 5_000 + 3_600_000 + 1_000);
        assertThat(clock.resumedAt()).isEqualTo(clock.getAsLong());
        pass(60_000);
        suspend(7_200_000);
        pass(1_000);
        assertThat(clock.getAsLong()).isEqualTo(system);
    }

    @Test
    void tellsASuspendedMachineFromAClockThatIsSetMeanwhile() {
        suspend(3_600_000);
        system -= 86_400_000;
        pass(1_000);
        assertThat(clock.getAsLong()).isEqualTo(1_700_000_000_000L + 3_600_000 + 1_000);
        long resumedAt = clock.resumedAt();
        system += 86_400_000_000L;
        pass(1_000);
        assertThat(clock.getAsLong()).isEqualTo(1_700_000_000_000L + 3_600_000 + 2_000);
        assertThat(clock.resumedAt()).isEqualTo(resumedAt);
    }

    /** A thread may not run for a while; the machine goes on. */
    @Test
    void takesNoPauseInTheMidstOfLookingForASuspension() {
        long[] pause = new long[3]; // before the system's clock, the machine, or nothing is asked
        SteadyMillis paused = new SteadyMillis(() -> passed(pause, 0), () -> nanos, () -> passed(pause, 1) - 1_700_000_000_000L);
        for (int i = 0; i < pause.length; i++) {
            pass(5_000);
            pause[i] = 3_000;
            paused.getAsLong();
        }
        pass(5_000);
        assertThat(paused.getAsLong()).isEqualTo(system);
        assertThat(paused.resumedAt()).isZero();
    }

    private long passed(long[] pause, int at) {
        pass(pause[at]);
        pause[at] = 0;
        return system;
    }

    @Test
    void asksTheMachineOnlyWhenTheSystemsClockMakesALeap() {
        int before = looks;
        for (int i = 0; i < 1000; i++) {
            pass(100);
            clock.getAsLong();
        }
        assertThat(looks).isEqualTo(before);
        system += 5_000;
        for (int i = 0; i < 1000; i++) {
            pass(100);
            clock.getAsLong();
        }
        assertThat(looks).isEqualTo(before + 1);
        assertThat(clock.getAsLong()).isEqualTo(1_700_000_200_000L);
    }

    @Test
    void goesOnWhereNobodyKnows() {
        up = -1;
        suspend(3_600_000);
        up = -1;
        pass(1_000);
        assertThat(clock.getAsLong()).isEqualTo(1_700_000_001_000L);
        SteadyMillis other = new SteadyMillis(() -> system, () -> nanos, () -> -1);
        long at = other.getAsLong();
        suspend(3_600_000);
        nanos += 1_000_000_000;
        assertThat(other.getAsLong()).isEqualTo(at + 1_000);
        assertThat(other.resumedAt()).isZero();
    }

    private void pass(long millis) {
        system += millis;
        nanos += millis * 1_000_000;
        if (up >= 0) up += millis;
    }

    private void suspend(long millis) {
        system += millis;
        if (up >= 0) up += millis;
    }
}
