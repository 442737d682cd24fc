package io.leveret.broker.amqp;

import io.leveret.codec.error.AmqpException;
import java.util.Arrays;

/** What a client shows for itself; the first byte chooses the mechanism. */
public final class CredentialsInput {

    private CredentialsInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) return;
        try {
            Credentials.read(bytes[0] % 2 == 0 ? "PLAIN" : "AMQPLAIN", Arrays.copyOfRange(bytes, 1, bytes.length));
        } catch (AmqpException refused) {
            // as it should be
        }
    }
}
