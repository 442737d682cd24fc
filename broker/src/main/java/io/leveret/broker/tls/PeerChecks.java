package io.leveret.broker.tls;

import io.netty.handler.ssl.ClientAuth;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is asked of clients' certificates.
 *
 * @param cacertfile       authorities whose certificates are taken
 * @param crlfile          which of those these authorities have revoked
 * @param failIfNoPeerCert whether a client without a certificate is refused
 */
public record PeerChecks(Verify verify, Optional<Path> cacertfile, Optional<Path> crlfile, boolean failIfNoPeerCert) {

    /** Whether clients are asked for a certificate, by RabbitMQ's names. */
    public enum Verify { VERIFY_NONE, VERIFY_PEER }

    public static PeerChecks none() {
        return new PeerChecks(Verify.VERIFY_NONE, Optional.empty(), Optional.empty(), false);
    }

    /** All that is read. */
    List<Path> files() {
        return Stream.of(cacertfile, crlfile).flatMap(Optional::stream).toList();
    }

    public boolean areMade() {
        return verify == Verify.VERIFY_PEER;
    }

    ClientAuth clientAuth() {
        if (!areMade()) return ClientAuth.NONE;
        return failIfNoPeerCert ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL;
    }
}
