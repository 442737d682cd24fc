package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketFailureTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            recvAddress(..) failed with error(-104): Connection reset by peer | reset by the client
            Connection reset                                                  | reset by the client
            Broken pipe                                                       | the client closed its socket while it was being sent to
            bind(..) failed with error(-98): Address already in use           | address already in use
            Permission denied                                                 | permission denied
            splice(..) failed with error(-5): Input/output error              | Input/output error
            """)
    void isDescribedInWords(String message, String words) {
        assertThat(SocketFailure.describe(new IOException(message))).isEqualTo(words);
    }
}
