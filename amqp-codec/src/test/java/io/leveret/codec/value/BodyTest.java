package io.leveret.codec.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class BodyTest {
    @Test
    void joinsItsParts() {
        Body body = Body.of(List.of(new byte[] {1, 2}, new byte[] {3}));
        assertThat(body.size()).isEqualTo(3);
        assertThat(body.partCount()).isEqualTo(2);
        assertThat(body.part(1)).containsExactly(3);
        assertThat(body.toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void isEqualHoweverItIsCut() {
        Body cut = Body.of(List.of(new byte[] {1, 2}, new byte[] {3}));
        assertThat(cut).isEqualTo(Body.of(new byte[] {1, 2, 3})).hasSameHashCodeAs(Body.of(new byte[] {1, 2, 3}));
        assertThat(cut).isNotEqualTo(Body.of(new byte[] {1, 2, 4}));
    }

    @Test
    void hasNoPartsWhenEmpty() {
        assertThat(Body.of(new byte[0])).isSameAs(Body.EMPTY);
        assertThat(Body.of(List.of())).isSameAs(Body.EMPTY);
        assertThat(Body.EMPTY.partCount()).isZero();
        assertThat(Body.EMPTY.toByteArray()).isEmpty();
    }
}
