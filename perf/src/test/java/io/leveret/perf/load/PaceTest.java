package io.leveret.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void isDueAtEvenIntervalsWheneverMessagesLeave() {
        Pace pace = new Pace(1_000);
        pace.begin(500);
        assertThat(pace.due()).isEqualTo(500);
        pace.sent();
        assertThat(pace.due()).isEqualTo(1_000_500);
        pace.sent();
        assertThat(pace.due()).isEqualTo(2_000_500);
    }

    @Test
    void doesNotDriftWhenTheIntervalIsNoWholeNumber() {
        Pace pace = new Pace(300_000);
        pace.begin(0);
        for (int i = 0; i < 3_000_000; i++) pace.sent();
        assertThat(pace.due()).isEqualTo(10_000_000_000L);
    }
}
