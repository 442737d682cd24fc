package io.leveret.broker.amqp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"P", "\r\n", "PROXY ", "PROXY TCP4 192.0.2.7 198.51.100.1 56324 5672\r\nAMQP", "PROXY TCP6 ::1 ::1 0 65535\r\n",
        "PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", "\r\n\r\n\0\r\nQUIT\n\377\377"})
    void letsPassWhatIsOneOrMayBecomeOne(String begin) {
        assertThatCode(() -> look(begin)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "PO", "\rX", "PROXY TCP4 1.2.3.4 1.2.3.4 +1 2\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 -0\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n", "PROXY TCP5 1 2 3 4\r\n", "PROXY UNKNOWN\n",
        "PROXY UNKNOWNS\r\n", "\r\n\r\n\0\r\nQUIX"})
    void saysAtOnceWhatIsNone(String begin) {
        assertThatThrownBy(() -> look(begin)).isInstanceOf(HAProxyProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {91, 92})
    void aLineHasAtMost107Bytes(int padding) {
        String line = "PROXY UNKNOWN " + "x".repeat(padding) + "\r\n";
        if (line.length() <= 107) assertThatCode(() -> look(line)).doesNotThrowAnyException();
        else assertThatThrownBy(() -> look(line)).isInstanceOf(HAProxyProtocolException.class).hasMessageContaining("107");
    }

    /** As it may come: a byte at a time. */
    private static void look(String begin) {
        ProxyHeaderCheck check = new ProxyHeaderCheck();
        for (byte next : begin.getBytes(ISO_8859_1)) check.look(Unpooled.wrappedBuffer(new byte[] {next}));
    }
}
