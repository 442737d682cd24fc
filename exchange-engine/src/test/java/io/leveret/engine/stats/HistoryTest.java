package io.leveret.engine.stats;

import static io.leveret.engine.stats.Metric.ACK;
import static io.leveret.engine.stats.Metric.DELIVER;
import static io.leveret.engine.stats.Metric.ENQUEUED;
import static io.leveret.engine.stats.Metric.PUBLISH;
import static io.leveret.engine.stats.Metric.READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final long START = 1_000_000_000_000L;
    private static final int ROUND = 5_000;

    private long now = START;
    private final Sampler sampler = new Sampler(() -> now);
    private final Scope node = Scope.of(sampler);
    private final Scope host = node.within();
    private final History queue = host.ofQueue();
    private final Counters counters = host.queue("rabbit_classic_queue", queue);

    private void round() {
        now += ROUND;
        sampler.round();
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) round();
    }

    private List<Long> values(History history, Metric metric, int age, int step) {
        return history.series(metric, new Span(age, step)).samples().stream().map(Series.Sample::value).toList();
    }

    @Test
    void showsWhatWasCountedAfterTheNextRound() {
        counters.add(DELIVER, 50);
        assertThat(counters.get(DELIVER)).isEqualTo(50);
        assertThat(queue.total(DELIVER)).isZero();
        round();
        assertThat(queue.total(DELIVER)).isEqualTo(50);
        assertThat(queue.rate(DELIVER)).isEqualTo(10);
        assertThat(queue.totals()).isEqualTo(Map.of(DELIVER, 50L));
    }

    @Test
    void addsUpInAllThatHoldsTheThing() {
        Counters other = host.queue("rabbit_classic_queue", host.ofQueue());
        counters.add(ACK, 1);
        other.add(ACK, 2);
        round();
        assertThat(queue.total(ACK)).isEqualTo(1);
        assertThat(host.history().total(ACK)).isEqualTo(3);
        assertThat(node.history().total(ACK)).isEqualTo(3);
        assertThat(node.history().rate(ACK)).isEqualTo(0.6);
    }

    @Test
    void standsStillWhenNothingIsCounted() {
        counters.add(DELIVER, 50);
        rounds(2);
        assertThat(queue.rate(DELIVER)).isZero();
        assertThat(queue.total(DELIVER)).isEqualTo(50);
        assertThat(queue.idleSince()).hasValue(START + ROUND);
    }

    @Test
    void levelsGoUpAndDown() {
        counters.set(READY, 10);
        round();
        counters.set(READY, 4);
        round();
        assertThat(host.history().total(READY)).isEqualTo(4);
        assertThat(queue.rate(READY)).isEqualTo(-1.2);
        assertThat(values(queue, READY, 10, 5)).containsExactly(4L, 10L, 0L);
    }

    @Test
    void keepsHowItWasAlsoOverIdleTimes() {
        counters.add(DELIVER, 1);
        rounds(10);
        counters.add(DELIVER, 2);
        rounds(2);
        assertThat(values(queue, DELIVER, 60, 5)).containsExactly(3L, 3L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L, 0L);
        assertThat(values(queue, DELIVER, 60, 20)).containsExactly(3L, 1L, 1L, 0L);
    }

    @Test
    void tellsNothingOfTheTimeBeforeItBegan() {
        rounds(3);
        History late = host.ofQueue();
        host.queue("rabbit_classic_queue", late).add(DELIVER, 7);
        round();
        assertThat(values(late, DELIVER, 600, 5)).containsExactly(7L, 0L);
        assertThat(values(late, ACK, 600, 5)).containsExactly(0L, 0L);
    }

    @Test
    void ofWhatCameLateTheTimeBeforeIsKnownToo() {
        counters.add(DELIVER, 1);
        rounds(3);
        counters.add(ACK, 1);
        round();
        assertThat(values(queue, ACK, 20, 5)).containsExactly(1L, 0L, 0L, 0L, 0L);
    }

    @Test
    void forgetsTheOldestButKeepsAnHourByTheMinute() {
        for (int i = 0; i < 1000; i++) {
            counters.add(DELIVER, 1);
            round();
        }
        List<Long> fine = values(queue, DELIVER, 600, 5);
        assertThat(fine).hasSize(121).startsWith(1000L, 999L, 998L).endsWith(880L);
        List<Long> coarse = values(queue, DELIVER, 3600, 60);
        assertThat(coarse).hasSize(61).startsWith(1000L);
        assertThat(coarse.get(1)).isBetween(980L, 988L);
        assertThat(coarse.get(60)).isBetween(270L, 290L);
        assertThat(values(queue, DELIVER, 28_800, 600)).hasSize(7); // an hour is all there is of a queue
    }

    @Test
    void averagesOverTheWholeTime() {
        counters.add(DELIVER, 10);
        round();
        counters.add(DELIVER, 20);
        round();
        Series series = queue.series(DELIVER, new Span(10, 5));
        assertThat(series.samples()).containsExactly(new Series.Sample(30, now), new Series.Sample(10, now - ROUND),
            new Series.Sample(0, START));
        assertThat(series.averageRate()).isEqualTo(3);
        assertThat(series.average()).isBetween(13.3, 13.4);
    }

    @Test
    void looksOnlyAtWhatWasTouched() {
        for (int i = 0; i < 1000; i++) host.queue("rabbit_classic_queue", host.ofQueue());
        counters.add(DELIVER, 1);
        round();
        assertThat(sampler.watchedCount()).isEqualTo(1);
        rounds(3);
        assertThat(sampler.watchedCount()).isZero();
        counters.add(DELIVER, 1);
        round();
        assertThat(queue.total(DELIVER)).isEqualTo(2);
    }

    @Test
    void findsWhatIsCountedAtAnyTimeAroundItsLastLook() {
        for (int idle = 0; idle < 8; idle++) {
            counters.add(DELIVER, 1);
            rounds(idle);
        }
        round();
        assertThat(queue.total(DELIVER)).isEqualTo(8);
    }

    @Test
    void doesNotMixUpWhatIsNotCountedHere() {
        History exchange = host.ofExchange();
        host.publishing(exchange, queue).add(PUBLISH, 3);
        round();
        assertThat(exchange.total(PUBLISH)).isEqualTo(3);
        assertThat(exchange.total(ACK)).isZero();
        assertThat(queue.totals()).isEmpty();
        assertThat(exchange.series(ENQUEUED, new Span(5, 5)).samples()).isEmpty();
    }

    @Test
    void forgetsWhenToldButNotHowMuchThereIs() {
        counters.set(READY, 10);
        counters.add(DELIVER, 50);
        round();
        counters.add(DELIVER, 7);
        now += 100;
        sampler.forget();
        assertThat(queue.totals()).isEqualTo(Map.of(READY, 10L));
        assertThat(node.history().totals()).isEqualTo(Map.of(READY, 10L));
        counters.add(DELIVER, 2);
        round();
        assertThat(queue.total(DELIVER)).isEqualTo(2);
        assertThat(values(queue, DELIVER, 600, 5)).containsExactly(2L);
        round();
        assertThat(values(queue, DELIVER, 600, 5)).containsExactly(2L, 2L);
        assertThat(values(queue, READY, 600, 5)).containsExactly(10L, 10L);
    }

    @Test
    void askForAtMostFiveHundredSteps() {
        assertThatThrownBy(() -> new Span(3000, 5)).hasMessage("Invalid range parameters: age 3000, incr 5");
        assertThatThrownBy(() -> new Span(60, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
