package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Sampler;
import io.leveret.engine.stats.Scope;
import org.junit.jupiter.api.Test;

class QueueStatsTest {

    private static final int EXCHANGES = 10_000;

    private final Sampler sampler = new Sampler(() -> 1_000);
    private final QueueStats stats = new QueueStats(Scope.of(sampler), new ManualLoop(), 0);

    @Test
    void exchangesThatAreNotToldApartAreCountedTogether() {
        for (int i = 0; i <= EXCHANGES; i++) stats.arrives("exchange-" + i, i);
        assertThat(stats.sources()).hasSize(256);
        assertThat(sampler.watchedCount()).as("one for each that is told apart, and one for all others").isEqualTo(257);
        sampler.round();
        assertThat(stats.history().total(Metric.ENQUEUED)).isEqualTo(EXCHANGES);
    }
}
