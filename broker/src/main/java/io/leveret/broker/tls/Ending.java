package io.leveret.broker.tls;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When the first of what a file holds is no longer valid.
 *
 * @param isList whether it is a list of revocations: those are replaced shortly before they end
 */
record Ending(Path file, Instant at, boolean isList) {

    static Ending of(Path file, List<X509Certificate> certificates) {
        return new Ending(file, instants(certificates).stream().min(Comparator.naturalOrder()).orElseThrow(), false);
    }

    static Optional<Ending> of(Revocations revocations) {
        return revocations.lists().stream().map(X509CRL::getNextUpdate).filter(Objects::nonNull).map(Date::toInstant).min(Comparator.naturalOrder())
                .map(at -> new Ending(revocations.file(), at, true));
    }

    static List<Instant> instants(List<X509Certificate> certificates) {
        return certificates.stream().map(each -> each.getNotAfter().toInstant()).toList();
    }
}
