package io.leveret.broker.tls;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateRevokedException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in a few words what is wrong with a client's certificate. */
final class WhyRefused {

    private WhyRefused() {
    }

    /** @param chain as the client has shown it, its own certificate first */
    static String of(Throwable found, List<X509Certificate> chain, Optional<Revocations> revocations) {
        Optional<CertificateRevokedException> revoked = cause(found, CertificateRevokedException.class);
        if (revoked.isPresent()) return text(revoked.get(), found, chain);
        boolean isUnknown = cause(found, CertPathValidatorException.class).filter(e -> e.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS).isPresent();
        if (isUnknown && revocations.isPresent()) return revocations.get().whatIsMissing(chain, Instant.now());
        return String.valueOf(root(found).getMessage());
    }

    private static String text(CertificateRevokedException revoked, Throwable found, List<X509Certificate> chain) {
        int index = cause(found, CertPathValidatorException.class).map(CertPathValidatorException::getIndex).orElse(0);
        String which = index > 0 && index < chain.size() ? "that of " + DistinguishedName.of(chain.get(index).getSubjectX500Principal()) + " above it" : "it";
        return which + " was revoked at " + revoked.getRevocationDate().toInstant() + " ("
                + revoked.getRevocationReason().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
    }

    private static <E extends Throwable> Optional<E> cause(Throwable outermost, Class<E> wanted) {
        for (Throwable each = outermost; each != null; each = each.getCause()) {
            if (wanted.isInstance(each)) return Optional.of(wanted.cast(each));
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable outermost) {
        Throwable root = outermost;
        while (root.getCause() != null) root = root.getCause();
        return root;
    }
}
