package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.DeathReason;
import io.leveret.engine.settings.QueueType;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Sampler;
import io.leveret.engine.stats.Scope;
import org.junit.jupiter.api.Test;

class QueueStatsTest {

    private static final int EXCHANGES = 10_000;

    private final Sampler sampler = new Sampler(() -> 1_000);
    private final Scope node = Scope.of(sampler);
    private final QueueStats stats = new QueueStats(node, QueueType.QUORUM, new ManualLoop(), 0);

    @Test
    void exchangesThatAreNotToldApartAreCountedTogether() {
        for (int i = 0; i <= EXCHANGES; i++) stats.arrives("exchange-" + i, i);
        assertThat(stats.sources()).hasSize(256);
        assertThat(sampler.watchedCount()).as("one for each that is told apart, and one for all others").isEqualTo(257);
        sampler.round();
        assertThat(stats.history().total(Metric.ENQUEUED)).isEqualTo(EXCHANGES);
    }

    @Test
    void theTypeOfTheQueueAddsUpToo() {
        stats.gotNothing();
        stats.died(DeathReason.EXPIRED, true);
        stats.died(DeathReason.EXPIRED, false);
        sampler.round();
        History quorum = node.queueType("rabbit_quorum_queue");
        assertThat(quorum.total(Metric.GET_EMPTY)).isEqualTo(1);
        assertThat(quorum.total(Metric.EXPIRED)).isEqualTo(2);
        assertThat(quorum.total(Metric.EXPIRED_ON)).isEqualTo(1);
        assertThat(node.queueType("rabbit_classic_queue").totals()).isEmpty();
    }
}
