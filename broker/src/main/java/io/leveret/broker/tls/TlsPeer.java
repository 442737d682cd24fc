package io.leveret.broker.tls;

import io.leveret.engine.view.TlsDetails;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * A client behind TLS.
 *
 * @param mayBeVouchedFor whether its certificate may stand for a password: the listener checks certificates
 * @param user            whom its certificate names, if it has shown one that names somebody
 * @param hasCertificate  whether it has shown one
 */
public record TlsPeer(TlsDetails details, boolean mayBeVouchedFor, boolean hasCertificate, Optional<String> user) {

    static TlsPeer of(SSLSession session, boolean isVerified, LoginName name) {
        Optional<X509Certificate> certificate = certificate(session);
        return new TlsPeer(details(session, certificate), isVerified, certificate.isPresent(), certificate.flatMap(name::of));
    }

    /** For the log, when there is no user. */
    public String whyNobody() {
        return hasCertificate ? "the client's certificate has no such name" : "the client has shown no certificate";
    }

    private static Optional<X509Certificate> certificate(SSLSession session) {
        try {
            Certificate[] shown = session.getPeerCertificates();
            return shown.length > 0 && shown[0] instanceof X509Certificate first ? Optional.of(first) : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    private static TlsDetails details(SSLSession session, Optional<X509Certificate> certificate) {
        CipherSuite suite = CipherSuite.of(session.getCipherSuite());
        return new TlsDetails(session.getProtocol().toLowerCase(Locale.ROOT), suite.keyExchange(), suite.cipher(), suite.hash(),
                certificate.map(shown -> DistinguishedName.of(shown.getSubjectX500Principal()).toString()).orElse(""),
                certificate.map(shown -> DistinguishedName.of(shown.getIssuerX500Principal()).toString()).orElse(""),
                certificate.map(Revocations::serial).orElse(""),
                certificate.map(shown -> time(shown.getNotBefore()) + " - " + time(shown.getNotAfter())).orElse(""));
    }

    private static Instant time(Date date) {
        return date.toInstant().truncatedTo(ChronoUnit.SECONDS);
    }
}
