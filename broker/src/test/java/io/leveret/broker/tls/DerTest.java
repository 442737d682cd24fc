package io.leveret.broker.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {

    @ParameterizedTest
    @CsvSource({"550403, 2.5.4.3", "2a864886f70d010901, 1.2.840.113549.1.9.1", "883703, 2.999.3",
        "550482808080808080808003, 2.5.4.18446744073709551619"})
    void readsObjectIdentifiersOfAnyLength(String content, String dotted) {
        assertThat(identifier(content).dotted()).isEqualTo(dotted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"55048003", "5504808003", "550483"})
    void takesNoOtherSpellingOfOne(String content) {
        assertThatThrownBy(() -> identifier(content).dotted()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesWhatItHasRead() {
        byte[] encoded = HexFormat.of().parseHex("300506035504" + "03");
        assertThat(Der.read(encoded).encoded()).isEqualTo(encoded);
    }

    private static Der identifier(String content) {
        return new Der(Der.OID, HexFormat.of().parseHex(content));
    }
}
