package io.leveret.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenKeysTest {
    private final SeenKeys seen = new SeenKeys(3);

    @Test
    void knowsAKeyUntilItsTimeIsOver() {
        assertThat(seen.add("a", 100, 1000)).isPresent();
        assertThat(seen.add("a", 100, 1099)).isEmpty();
        assertThat(seen.add("a", 100, 1100)).isPresent();
        assertThat(seen.add("a", 100, 1199)).isEmpty();
    }

    @Test
    void forgetsTheOldestToMakeRoom() {
        for (String key : new String[] {"a", "b", "c", "d"}) seen.add(key, SeenKeys.FOREVER, 0);
        assertThat(seen.size()).isEqualTo(3);
        assertThat(seen.add("b", SeenKeys.FOREVER, 0)).isEmpty();
        assertThat(seen.add("a", SeenKeys.FOREVER, 0)).isPresent();
        assertThat(seen.add("b", SeenKeys.FOREVER, 0)).isPresent();
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
        assertThat(seen.add("a", 1, Long.MAX_VALUE - 1)).isEmpty();
    }

    @Test
    void forgetsTheOldestWhenTheyAreTooMuchText() {
        SeenKeys few = new SeenKeys(3, 10);
        few.add("12345", SeenKeys.FOREVER, 0);
        few.add("67890", SeenKeys.FOREVER, 0);
        few.add("x", SeenKeys.FOREVER, 0);
        assertThat(few.add("67890", SeenKeys.FOREVER, 0)).isEmpty();
        assertThat(few.add("12345", SeenKeys.FOREVER, 0)).isPresent();
        assertThat(few.add("more than there is room for", SeenKeys.FOREVER, 0)).isPresent();
        assertThat(few.size()).isZero();
        few.add("1234567890", SeenKeys.FOREVER, 0);
        assertThat(few.size()).isEqualTo(1);
    }

    @Test
    void forgetsAKeyOnlyForTheMessageThatBroughtIt() {
        SeenKey first = seen.add("a", 10, 0).orElseThrow();
        SeenKey second = seen.add("a", 10, 10).orElseThrow();
        first.forget();
        assertThat(seen.add("a", 10, 11)).isEmpty();
        second.forget();
        assertThat(seen.add("a", 10, 11)).isPresent();
    }
}
