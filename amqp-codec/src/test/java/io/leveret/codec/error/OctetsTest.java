package io.leveret.codec.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OctetsTest {
    @Test
    void listsBytesAsUnsignedNumbers() {
        assertThat(Octets.list(new byte[] {9, 1, 2, -1, 9}, 1, 3)).isEqualTo("<<1,2,255>>");
        assertThat(Octets.list(new byte[0], 0, 0)).isEqualTo("<<>>");
    }

    @Test
    void listsNoMoreThanAReplyTextHolds() {
        assertThat(Octets.list(new byte[1 << 20], 0, 1 << 20)).hasSizeLessThan(500).endsWith(",0,...>>");
    }
}
