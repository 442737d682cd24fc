package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingBehindTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NOT_ALLOWED - connection refused: node connection limit (1) is reached                                  | amqp.connection-max
            NOT_ALLOWED - connection refused for address '::1': address connection limit (1) is reached             | amqp.connection-max-per-address
            NOT_ALLOWED - number of channels opened on node 'n' has reached the maximum allowed limit of 1          | amqp.channel-max-per-node
            NOT_ALLOWED - reached maximum (1) of consumers per channel                                              | amqp.consumer-max-per-channel
            PRECONDITION_FAILED - message size 2 is larger than configured max size 1                               | amqp.max-message-size
            """)
    void isNamedBehindTheReply(String reply, String key) {
        assertThat(SettingBehind.named(reply)).isEqualTo(reply + " (" + key + ")");
    }

    @Test
    void isNoneOfWhatIsLimitedOtherwise() {
        String reply = "NOT_ALLOWED - access to vhost 'node connection limit ' refused for user 'alice': connection limit (2) is reached";
        assertThat(SettingBehind.named(reply)).isEqualTo(reply);
    }
}
