package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.loop.Loop;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettledLoopsTest {

    private static final int STEPS = 2000;
    private static final long PATIENCE_MILLIS = 30_000;

    private final EventLoops loops = EventLoops.start(3);
    private final AtomicInteger steps = new AtomicInteger();

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void settleWhenWhatTheyGaveEachOtherIsDone() {
        step(loops.all());
        loops.settle(PATIENCE_MILLIS);
        assertThat(steps).hasValue(STEPS);
    }

    @Test
    void haveNoTimersRingThen() {
        loops.settle();
        loops.all().get(1).schedule(steps::incrementAndGet, 0);
        loops.settle(PATIENCE_MILLIS); // by now it could have rung
        loops.close();
        loops.all().get(1).schedule(steps::incrementAndGet, 0).cancel();
        assertThat(steps).hasValue(0);
    }

    private void step(List<Loop> all) {
        int step = steps.incrementAndGet();
        if (step < STEPS) all.get(step % all.size()).execute(() -> step(all));
    }
}
