package io.leveret.broker.tls;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a TLS listener is told.
 *
 * @param own              the certificate that is shown to clients
 * @param byName           those that are shown instead to clients that ask for one of their names
 * @param versions         of TLS, by Java's names
 * @param ciphers          the first one is liked best; none for the usual ones
 * @param handshakeTimeout how long a client may take to agree on keys
 */
public record TlsSettings(CertificateFiles own, List<CertificateFiles> byName, PeerChecks peers, List<String> versions, List<String> ciphers,
                          Duration handshakeTimeout, LoginName loginName) {

    /** {@link #own} first. */
    Stream<CertificateFiles> certificates() {
        return Stream.concat(Stream.of(own), byName.stream());
    }

    /** All that is read. */
    List<Path> files() {
        return Stream.concat(certificates().flatMap(each -> Stream.of(each.certfile(), each.keyfile())), peers.files().stream()).toList();
    }
}
