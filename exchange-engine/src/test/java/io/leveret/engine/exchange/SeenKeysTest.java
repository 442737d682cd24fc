package io.leveret.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenKeysTest {
    private final SeenKeys seen = new SeenKeys(3);

    @Test
    void knowsAKeyUntilItsTimeIsOver() {
        assertThat(seen.add("a", 100, 1000)).isTrue();
        assertThat(seen.add("a", 100, 1099)).isFalse();
        assertThat(seen.add("a", 100, 1100)).isTrue();
        assertThat(seen.add("a", 100, 1199)).isFalse();
    }

    @Test
    void forgetsTheOldestToMakeRoom() {
        for (String key : new String[] {"a", "b", "c", "d"}) seen.add(key, SeenKeys.FOREVER, 0);
        assertThat(seen.size()).isEqualTo(3);
        assertThat(seen.add("b", SeenKeys.FOREVER, 0)).isFalse();
        assertThat(seen.add("a", SeenKeys.FOREVER, 0)).isTrue();
        assertThat(seen.add("b", SeenKeys.FOREVER, 0)).isTrue();
    }

    @Test
    void keepsNothingThatHasExpired() {
        seen.add("a", 10, 0);
        seen.add("b", 10, 0);
        seen.add("c", 10, 20);
        assertThat(seen.size()).isEqualTo(1);
    }

    @Test
    void takesTimesThatNeverEnd() {
        seen.add("a", Long.MAX_VALUE - 1, 1000);
        assertThat(seen.add("a", 1, Long.MAX_VALUE - 1)).isFalse();
    }
}
