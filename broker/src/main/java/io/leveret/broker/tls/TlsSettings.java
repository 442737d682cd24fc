package io.leveret.broker.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a TLS listener is told.
 *
 * @param own              the certificate that is shown to clients
 * @param byName           those that are shown instead to clients that ask for one of their names
 * @param cacertfile       authorities whose certificates are taken from clients
 * @param failIfNoPeerCert whether a client without a certificate is refused
 * @param versions         of TLS, by Java's names
 * @param handshakeTimeout how long a client may take to agree on keys
 */
public record TlsSettings(CertificateFiles own, List<CertificateFiles> byName, Optional<Path> cacertfile, Verify verify,
                          boolean failIfNoPeerCert, List<String> versions, Duration handshakeTimeout, LoginName loginName) {

    /** Whether clients are asked for a certificate, by RabbitMQ's names. */
    public enum Verify { VERIFY_NONE, VERIFY_PEER }

    /** {@link #own} first. */
    Stream<CertificateFiles> certificates() {
        return Stream.concat(Stream.of(own), byName.stream());
    }

    /** All that is read. */
    List<Path> files() {
        return Stream.concat(certificates().flatMap(each -> Stream.of(each.certfile(), each.keyfile())), cacertfile.stream()).toList();
    }

    boolean verifiesPeers() {
        return verify == Verify.VERIFY_PEER;
    }
}
