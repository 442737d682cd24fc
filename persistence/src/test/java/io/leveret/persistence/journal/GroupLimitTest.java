package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GroupLimitTest {

    private final GroupLimit limit = new GroupLimit();

    @Test
    void shrinksWhileFullGroupsTakeLong() {
        int before = limit.bytes();
        full(10);
        assertThat(limit.bytes()).isEqualTo(before / 2);
        for (int i = 0; i < 20; i++) full(10);
        assertThat(limit.bytes()).as("but not to nothing").isEqualTo(256 * 1024);
    }

    @Test
    void growsBackWhenTheyDoNot() {
        int before = limit.bytes();
        full(10);
        full(10);
        full(1);
        full(1);
        full(1);
        assertThat(limit.bytes()).isEqualTo(before);
    }

    @Test
    void learnsNothingFromSmallGroups() {
        int before = limit.bytes();
        limit.took(1000, TimeUnit.SECONDS.toNanos(1));
        assertThat(limit.bytes()).isEqualTo(before);
    }

    private void full(long milliseconds) {
        limit.took(limit.bytes(), TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }
}
