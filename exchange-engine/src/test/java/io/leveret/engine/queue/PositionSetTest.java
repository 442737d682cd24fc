package io.leveret.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PositionSetTest {

    @Property(tries = 300)
    void isASortedSet(@ForAll List<@IntRange(min = 1, max = 60) Integer> steps) {
        PositionSet positions = new PositionSet();
        TreeSet<Long> expected = new TreeSet<>();
        for (long step : steps) {
            if (expected.add(step)) {
                positions.add(step);
            } else {
                expected.remove(step);
                positions.remove(step);
            }
            assertThat(positions.size()).isEqualTo(expected.size());
            assertThat(positions.isEmpty()).isEqualTo(expected.isEmpty());
            if (!expected.isEmpty()) assertThat(positions.first()).isEqualTo(expected.first());
        }
        assertThat(positions.first(1000)).containsExactly(expected.stream().mapToLong(Long::longValue).toArray());
        assertThat(positions.first(3)).containsExactly(expected.stream().limit(3).mapToLong(Long::longValue).toArray());
    }
}
