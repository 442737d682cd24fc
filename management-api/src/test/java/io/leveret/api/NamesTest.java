package io.leveret.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.api.http.ApiException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

    /** Stands for a byte that is no UTF-8, see {@code WireString}. */
    private static final String BYTE = String.valueOf((char) 0xdcc3);
    private static final String HALF = String.valueOf((char) 0xd83d);

    @Test
    void anyTextIsAName() {
        for (String name : List.of("", "a/b", "é", HALF + (char) 0xde00)) assertThat(Names.requireName(name)).isEqualTo(name);
    }

    @Test
    void whatWouldComeBackAsAnotherIsNone() {
        for (String name : List.of(HALF, "a" + HALF + "b", BYTE, (char) 0xde00 + HALF)) {
            assertThatThrownBy(() -> Names.requireName(name)).isInstanceOf(ApiException.class).hasMessageContaining("no UTF-8");
        }
    }

    @Test
    void keysMayHoldAnyBytes() {
        assertThat(Names.requireShort(BYTE)).isEqualTo(BYTE);
    }
}
