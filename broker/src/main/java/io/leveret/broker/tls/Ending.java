package io.leveret.broker.tls;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;

/**
 * When the first of what a file holds is no longer valid.
 *
 * @param isList   whether it is a list of revocations
 * @param lifetime how long it is valid altogether
 */
record Ending(Path file, Instant at, boolean isList, Duration lifetime) {

    /** A list is often made for days, and replaced long before it ends: there is something to say when most of its time has passed. */
    private static final int LAST_PART_OF_A_LIST = 4;

    static Ending of(Path file, List<X509Certificate> certificates) {
        X509Certificate first = certificates.stream().min(Comparator.comparing(X509Certificate::getNotAfter)).orElseThrow();
        return new Ending(file, first.getNotAfter().toInstant(), false, between(first.getNotBefore(), first.getNotAfter()));
    }

    static Ending of(Revocations revocations) {
        X509CRL first = revocations.shortest();
        return new Ending(revocations.file(), revocations.end(), true, between(first.getThisUpdate(), first.getNextUpdate()));
    }

    boolean hasCome(Instant now) {
        return at.isBefore(now);
    }

    /** @param warnBefore how long before there are warnings, at most */
    boolean isNear(Instant now, Duration warnBefore) {
        Duration part = lifetime.dividedBy(LAST_PART_OF_A_LIST);
        return at.isBefore(now.plus(isList && part.compareTo(warnBefore) < 0 ? part : warnBefore));
    }

    static List<Instant> instants(List<X509Certificate> certificates) {
        return certificates.stream().map(each -> each.getNotAfter().toInstant()).toList();
    }

    private static Duration between(Date one, Date other) {
        return Duration.between(one.toInstant(), other.toInstant());
    }
}
