package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.leveret.engine.view.StorageHealth.Forces;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ForceTimesTest {

    private long now = TimeUnit.HOURS.toNanos(1);
    private final ForceTimes times = new ForceTimes(now);

    @Test
    void knowsNothingAtFirst() {
        assertThat(times.at(now)).isEqualTo(new Forces(0, 0, 0, 0, 0));
    }

    @Test
    void tellsTheMedianAndTheTail() {
        for (int i = 1; i <= 1000; i++) force(i * 1000L);
        Forces forces = times.at(now);
        assertThat(forces.count()).isEqualTo(1000);
        assertThat(forces.totalNanos()).isEqualTo(500_500_000);
        assertThat(forces.medianNanos()).isCloseTo(500_000, withPercentage(6.3));
        assertThat(forces.p99Nanos()).isCloseTo(990_000, withPercentage(6.3));
        assertThat(forces.longestNanos()).isEqualTo(1_000_000);
    }

    @Test
    void isNeverAboveTheLongest() {
        force(65_537);
        Forces forces = times.at(now);
        assertThat(forces.medianNanos()).isEqualTo(65_537);
        assertThat(forces.p99Nanos()).isEqualTo(65_537);
    }

    @Test
    void takesWhateverAForceTakes() {
        force(0);
        force(Long.MAX_VALUE / 4);
        assertThat(times.at(now).longestNanos()).isEqualTo(Long.MAX_VALUE / 4);
    }

    @Test
    void forgetsHowLongTheyTookAndNotHowManyThereWere() {
        force(5_000_000);
        now += ForceTimes.WINDOW;
        force(1000);
        assertThat(times.at(now).longestNanos()).isEqualTo(5_000_000);
        now += ForceTimes.WINDOW;
        assertThat(times.at(now).longestNanos()).isEqualTo(1000);
        now += 2 * ForceTimes.WINDOW;
        assertThat(times.at(now)).isEqualTo(new Forces(2, 5_001_000, 0, 0, 0));
    }

    private void force(long nanos) {
        times.add(now, now + nanos);
    }
}
