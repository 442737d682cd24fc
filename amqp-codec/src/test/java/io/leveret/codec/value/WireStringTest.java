package io.leveret.codec.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import java.util.HexFormat;

class WireStringTest {
    @Property
    void givesBackAnyBytes(@ForAll @Size(max = 300) byte[] bytes) {
        String text = WireString.decode(bytes, 0, bytes.length);
        assertThat(WireString.encode(text)).isEqualTo(bytes);
        assertThat(WireString.encodedLength(text)).isEqualTo(bytes.length);
    }

    @Property
    void readsWellFormedTextAsAnybodyElse(@ForAll String text) {
        byte[] bytes = text.getBytes(UTF_8);
        String expected = new String(bytes, UTF_8);
        assertThat(WireString.decode(bytes, 0, bytes.length)).isEqualTo(expected);
        assertThat(WireString.encode(expected)).isEqualTo(bytes);
        assertThat(WireString.isWellFormed(expected)).isTrue();
    }

    @Test
    void keepsTheReplacementCharacterThatAClientReallySent() {
        assertThat(decode("ef bf bd")).isEqualTo("\uFFFD");
        assertThat(WireString.isWellFormed("\uFFFD")).isTrue();
    }

    @Test
    void escapesWhatIsNotWellFormed() {
        assertThat(decode("61 ff 62")).isEqualTo("a\uDCFFb");
        assertThat(decode("c0 80")).as("overlong").isEqualTo("\uDCC0\uDC80");
        assertThat(decode("e0 9f bf")).as("overlong").isEqualTo("\uDCE0\uDC9F\uDCBF");
        assertThat(decode("ed b2 80")).as("surrogate").isEqualTo("\uDCED\uDCB2\uDC80");
        assertThat(decode("f4 90 80 80")).as("beyond Unicode").isEqualTo("\uDCF4\uDC90\uDC80\uDC80");
        assertThat(decode("e2 82")).as("cut").isEqualTo("\uDCE2\uDC82");
        assertThat(decode("e2 82 41 c3 a9")).as("goes on").isEqualTo("\uDCE2\uDC82Aé");
    }

    @Test
    void tellsEscapedBytesFromText() {
        assertThat(WireString.isWellFormed("a\uDCFFb")).isFalse();
        assertThat(WireString.isWellFormed("\uD83D\uDC80")).isTrue();
        assertThat(WireString.isWellFormed("\uD83D\uDC80\uDC80")).isFalse();
    }

    @Test
    void writesAQuestionMarkForASurrogateThatStandsForNoByte() {
        assertThat(WireString.encode("a\uD800b")).isEqualTo("a?b".getBytes(UTF_8));
        assertThat(WireString.encode("\uDC7F")).isEqualTo("?".getBytes(UTF_8));
    }

    private static String decode(String hex) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        return WireString.decode(bytes, 0, bytes.length);
    }
}
