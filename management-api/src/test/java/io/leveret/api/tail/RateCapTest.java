package io.leveret.api.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateCapTest {

    private final RateCap cap = new RateCap(10, 0);

    @Test
    void letsSoManyThroughInASecondAndCountsTheRest() {
        assertThat(take(25)).isEqualTo(10);
        assertThat(cap.skipped()).isEqualTo(15);
        assertThat(cap.skipped()).isZero();
        cap.advance(500);
        assertThat(take(25)).isEqualTo(5);
        cap.advance(60_000);
        assertThat(take(25)).as("what was not used does not add up").isEqualTo(10);
    }

    private int take(int wanted) {
        return (int) IntStream.range(0, wanted).filter(i -> cap.take()).count();
    }
}
