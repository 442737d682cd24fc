package io.leveret.engine.view;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.Optional;

/**
 * What is known of a client's connection: all once it is open, before that as far as it has come.
 *
 * @param node        as the broker calls itself
 * @param host        the broker's address, or empty
 * @param peerHost    where the client is, or empty
 * @param mechanism   of SASL
 * @param properties  what the client tells about itself
 * @param heartbeat   in seconds
 * @param connectedAt milliseconds since 1970
 * @param tls         empty where nothing is encrypted
 */
public record ClientDetails(String node, String host, int port, String peerHost, int peerPort, String mechanism,
                            FieldTable properties, int channelMax, long frameMax, int heartbeat, long connectedAt,
                            Optional<TlsDetails> tls) {

    /** Of a connection that nothing is told of. */
    public static final ClientDetails NONE = new ClientDetails("", "", 0, "", 0, "", FieldTable.EMPTY, 0, 0, 0, 0,
        Optional.empty());

    /** What its application calls the connection. */
    public Optional<String> givenName() {
        return properties.find("connection_name").filter(FieldValue::isString).map(FieldValue::asText);
    }
}
