package io.leveret.broker.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a TLS listener is told.
 *
 * @param certfile         its certificate, followed by those that lead to the authority behind it
 * @param password         for the key, if that is encrypted
 * @param cacertfile       authorities whose certificates are taken from clients
 * @param failIfNoPeerCert whether a client without a certificate is refused
 * @param versions         of TLS, by Java's names
 * @param handshakeTimeout how long a client may take to agree on keys
 */
public record TlsSettings(Path certfile, Path keyfile, Optional<String> password, Optional<Path> cacertfile, Verify verify,
                          boolean failIfNoPeerCert, List<String> versions, Duration handshakeTimeout, LoginName loginName) {

    /** Whether clients are asked for a certificate, by RabbitMQ's names. */
    public enum Verify { VERIFY_NONE, VERIFY_PEER }

    boolean verifiesPeers() {
        return verify == Verify.VERIFY_PEER;
    }
}
