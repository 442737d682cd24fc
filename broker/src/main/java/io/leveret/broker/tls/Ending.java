package io.leveret.broker.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** When the first of a file's certificates is no longer valid. */
record Ending(Path file, Instant at) {

    static Ending of(Path file, List<X509Certificate> certificates) {
        return new Ending(file, instants(certificates).stream().min(Comparator.naturalOrder()).orElseThrow());
    }

    static List<Instant> instants(List<X509Certificate> certificates) {
        return certificates.stream().map(each -> each.getNotAfter().toInstant()).toList();
    }
}
