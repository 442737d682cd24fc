package io.leveret.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final AtomicInteger done = new AtomicInteger();

    @Test
    void refusesAtOnceWhomNobodyCouldWaitFor() {
        Turns turns = new Turns(2, 0, Long.MAX_VALUE);
        turns.take(() -> turns.take(() -> refused(turns)));
        assertThat(done).hasValue(0);
    }

    @Test
    void refusesWhoHasWaitedTooLong() {
        Turns turns = new Turns(1, 1, 1);
        turns.take(() -> refused(turns));
        assertThat(done).hasValue(0);
    }

    @Test
    void aTurnIsGivenBackWhateverHappensInIt() {
        Turns turns = new Turns(1, 0, 1);
        assertThatThrownBy(() -> turns.take(() -> {
            throw new IllegalStateException("a bug");
        })).hasMessage("a bug");
        turns.take(() -> refused(turns));
        turns.take(done::incrementAndGet);
        assertThat(done).hasValue(1);
    }

    private void refused(Turns turns) {
        assertThatThrownBy(() -> turns.take(done::incrementAndGet)).isInstanceOf(RejectedExecutionException.class);
    }
}
