package io.leveret.broker.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a certificate and its key are.
 *
 * @param certfile the certificate, followed by those that lead to the authority behind it
 * @param password for the key, if that is encrypted
 */
public record CertificateFiles(Path certfile, Path keyfile, Optional<String> password) {

    /** Keeps the password out of every log. */
    @Override
    public String toString() {
        return certfile + " " + keyfile;
    }
}
