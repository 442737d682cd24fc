package io.leveret.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadyMillisTest {
    private long system = 1_700_000_000_000L;
    private long nanos = -5_000_000;
    private final SteadyMillis clock = new SteadyMillis(() -> system, () -> nanos);

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
}
