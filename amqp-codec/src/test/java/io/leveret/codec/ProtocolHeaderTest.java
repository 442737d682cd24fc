package io.leveret.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolHeaderTest {
    @RegisterExtension
    final LeakDetection leaks = new LeakDetection();

    @ParameterizedTest
    @CsvSource({
        "41 4d 51 50 00 00 09 01, AMQP_0_9_1", "41 4d 51 50 01 01 00 09, AMQP_0_9_1", "41 4d 51 50 03 01 00 00, OTHER_AMQP",
        "41 4d 51 50 00 00 09 00, OTHER_AMQP", "41 4d 51 50 01 01 08 00, OTHER_AMQP", "47 45 54 20 2f 20 48 54, HTTP",
        "16 03 01 02 00 01 00 01, TLS", "61 6d 71 70 00 00 09 01, UNKNOWN", "00 00 00 00 00 00 00 00, UNKNOWN"})
    void tellsWhoIsCalling(String hex, ProtocolHeader header) {
        assertThat(ProtocolHeader.read(leaks.hex(hex))).isEqualTo(header);
    }
}
