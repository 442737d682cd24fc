package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RangesTest {

    private final Ranges ranges = new Ranges();

    @Test
    void adjoiningPositionsOfAQueueAreOneRange() {
        ranges.add(1, 5, 1);
        ranges.add(1, 6, 2);
        assertThat(ranges.count()).isEqualTo(1);
        assertThat(ranges.first(0)).isEqualTo(5);
        assertThat(ranges.length(0)).isEqualTo(3);
    }

    @Test
    void gapsAndOtherQueuesAreNot() {
        ranges.add(1, 5, 1);
        ranges.add(2, 6, 1);
        ranges.add(2, 8, 1);
        assertThat(ranges.count()).isEqualTo(3);
        ranges.clear();
        assertThat(ranges.isEmpty()).isTrue();
    }

    @Test
    void aRangeNeverOverflows() {
        ranges.add(1, 0, Integer.MAX_VALUE);
        ranges.add(1, Integer.MAX_VALUE, 1);
        assertThat(ranges.count()).isEqualTo(2);
        assertThatThrownBy(() -> ranges.add(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
