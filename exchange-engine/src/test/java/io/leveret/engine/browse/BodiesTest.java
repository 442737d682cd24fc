package io.leveret.engine.browse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.Body;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of bodies. */
class BodiesTest {

    @Test
    void theStartOfABodyMayCrossItsParts() {
        Body body = Body.of(List.of("abc".getBytes(UTF_8), "def".getBytes(UTF_8), "ghi".getBytes(UTF_8)));
        assertThat(new String(Bodies.start(body, 5), UTF_8)).isEqualTo("abcde");
        assertThat(new String(Bodies.start(body, 100), UTF_8)).isEqualTo("abcdefghi");
        assertThat(Bodies.start(body, 0)).isEmpty();
        assertThat(Bodies.start(Body.EMPTY, 5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "wörld", "a€b€", "x😀y😀", "ééé"})
    void whatIsCutOffEndsWithAWholeCharacter(String text) {
        byte[] whole = text.getBytes(UTF_8);
        for (int length = 0; length <= whole.length; length++) {
            String kept = new String(Bodies.withoutBrokenEnd(Arrays.copyOf(whole, length)), UTF_8);
            assertThat(text).startsWith(kept);
            assertThat(kept).doesNotContain("\uFFFD");
            assertThat(kept.getBytes(UTF_8).length).isGreaterThan(length - 4);
        }
        assertThat(Bodies.withoutBrokenEnd(whole)).isSameAs(whole);
    }

    @Test
    void whatIsNoTextIsLeftAlone() {
        byte[] bytes = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80};
        assertThat(Bodies.withoutBrokenEnd(bytes)).isSameAs(bytes);
    }
}
