package io.leveret.persistence.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentUseTest {

    private final RecentUse use = new RecentUse(30, 100, 0);

    @Test
    void countsWhatWasUsedInTheTime() {
        assertThat(use.upTo(110, 10)).isEqualTo(10);
        assertThat(use.upTo(114, 20)).isEqualTo(14);
        assertThat(use.upTo(115, 35)).isEqualTo(15);
        assertThat(use.upTo(115, 40)).isEqualTo(5);
        assertThat(use.upTo(115, 70)).isZero();
    }

    @Test
    void countsFromTheTimeBeforeWhereThatIsLongAgo() {
        assertThat(use.upTo(110, 1000)).isEqualTo(10);
        assertThat(use.upTo(111, 2000)).isEqualTo(1);
        assertThat(use.upTo(111, 3000)).isZero();
    }
}
