package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.stats.Counters;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Scope;
import org.junit.jupiter.api.Test;

class AwaitedConfirmsTest {

    private final Counters first = Scope.UNWATCHED.publishing();
    private final Counters second = Scope.UNWATCHED.publishing();
    private final AwaitedConfirms awaited = new AwaitedConfirms();

    private void publish(Counters exchange, int count) {
        for (int i = 0; i < count; i++) awaited.add(exchange);
    }

    @Test
    void countsForTheExchangeThatHasWaitedLongest() {
        publish(first, 3);
        publish(second, 2);
        awaited.confirmed(4);
        assertThat(first.get(Metric.CONFIRM)).isEqualTo(3);
        assertThat(second.get(Metric.CONFIRM)).isEqualTo(1);
    }

    @Test
    void doesNotCountWhatWasRefused() {
        publish(first, 2);
        publish(second, 1);
        awaited.refused(2);
        awaited.confirmed(1);
        assertThat(first.get(Metric.CONFIRM)).isZero();
        assertThat(second.get(Metric.CONFIRM)).isEqualTo(1);
    }

    @Test
    void keepsTheOrderHoweverManyTakeTurns() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 1_000; i++) {
                publish(i % 2 == 0 ? first : second, 1);
                if (i % 3 == 0) awaited.confirmed(1);
            }
            awaited.confirmed(666);
            assertThat(first.get(Metric.CONFIRM)).isEqualTo(500L * (round + 1));
            assertThat(second.get(Metric.CONFIRM)).isEqualTo(500L * (round + 1));
        }
    }
}
