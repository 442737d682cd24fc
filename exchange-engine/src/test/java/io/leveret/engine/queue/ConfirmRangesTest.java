package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.engine.message.Confirmations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfirmRangesTest {

    private final List<String> told = new ArrayList<>();
    private final Confirmations anna = publisher("anna");
    private final Confirmations boris = publisher("boris");
    private final ConfirmRanges ranges = new ConfirmRanges();

    @Test
    void tellsOfABurstOnce() {
        for (long sequence = 1; sequence <= 100; sequence++) ranges.add(anna, sequence);
        ranges.run();
        assertThat(told).containsExactly("anna 1-100");
    }

    @Test
    void tellsOfAllThatHaveTakenTurnsInTheirOrder() {
        for (long sequence = 1; sequence <= 3; sequence++) {
            ranges.add(anna, sequence);
            ranges.add(boris, 10 * sequence);
        }
        ranges.add(boris, 31);
        ranges.reject();
        assertThat(told).containsExactly("anna 1-1", "boris 10-10", "anna 2-2", "boris 20-20", "anna 3-3", "boris 30-31");
    }

    @Test
    void knowsNothingOfTheTurnBefore() {
        ranges.add(anna, 1);
        ranges.add(boris, 1);
        ranges.clear();
        assertThat(ranges.isEmpty()).isTrue();
        assertThat(ranges.endWith(boris, 1)).isFalse();
        ranges.add(boris, 2);
        assertThat(ranges.endWith(boris, 2)).isTrue();
        ranges.run();
        assertThat(told).containsExactly("boris 2-2");
    }

    @Test
    void passesByWhoDoesNotAsk() {
        ranges.add(Confirmations.NONE, 1);
        assertThat(ranges.isEmpty()).isTrue();
    }

    private Confirmations publisher(String name) {
        return new Confirmations() {
            @Override
            public void confirmed(long from, long to) {
                told.add(name + " " + from + "-" + to);
            }

            @Override
            public void rejected(long from, long to) {
                confirmed(from, to);
            }
        };
    }
}
