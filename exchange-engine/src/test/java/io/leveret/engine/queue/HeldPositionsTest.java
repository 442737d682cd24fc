package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HeldPositionsTest {

    private final HeldPositions held = new HeldPositions();

    @Test
    void knowsTheLastOfThoseThatAreLeft() {
        for (int i = 0; i < 5; i++) held.add(i);
        held.remove(2);
        held.remove(3);
        assertThat(held.last()).isEqualTo(4);
        held.remove(4);
        assertThat(held.last()).isEqualTo(1);
        held.remove(0);
        held.remove(1);
        assertThat(held.isEmpty()).isTrue();
    }

    @Test
    void agreesWithASortedSetWhateverLeaves() {
        Random random = new Random(42);
        TreeSet<Long> model = new TreeSet<>();
        long latest = 0;
        for (int i = 0; i < 20_000; i++) {
            boolean fills = i % 200 < 100;
            if (model.isEmpty() || random.nextInt(10) < (fills ? 7 : 3)) {
                latest = (model.isEmpty() ? 0 : model.last()) + 1 + random.nextInt(3);
                model.add(latest);
                held.add(latest);
            } else {
                Long leaving = model.floor(model.first() + random.nextLong(model.last() - model.first() + 1));
                model.remove(leaving);
                held.remove(leaving);
            }
            assertThat(held.isEmpty()).isEqualTo(model.isEmpty());
            if (!model.isEmpty()) assertThat(held.last()).isEqualTo(model.last());
        }
    }
}
