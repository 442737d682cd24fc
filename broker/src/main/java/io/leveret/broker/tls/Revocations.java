package io.leveret.broker.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates that authorities have revoked, as their lists in a file say. A certificate of whose authority there is no list, or only
 * one that is out of date, is not taken: it might have been revoked. Nothing is fetched.
 */
record Revocations(Path file, List<X509CRL> lists) {

    static Revocations read(Path path) {
        List<X509CRL> found = new ArrayList<>();
        for (PemFile.Block block : PemFile.read(path).blocks()) {
            if (!block.label().equals("X509 CRL")) continue;
            try {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                found.add((X509CRL) factory.generateCRL(new ByteArrayInputStream(block.der())));
            } catch (CRLException | CertificateException e) {
                throw new TlsException(path + " holds a damaged list of revocations: " + e.getMessage(), e);
            }
        }
        if (found.isEmpty()) throw new TlsException(path + " holds no list of revocations (X509 CRL)");
        return new Revocations(path, List.copyOf(found));
    }

    /** Takes certificates of these authorities that they have not revoked. */
    TrustManagerFactory trusting(List<X509Certificate> authorities) {
        try {
            Set<TrustAnchor> anchors = authorities.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
            PKIXBuilderParameters wanted = new PKIXBuilderParameters(anchors, new X509CertSelector());
            wanted.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
            PKIXRevocationChecker checker = (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
            checker.setOptions(EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
            wanted.addCertPathChecker(checker);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(wanted));
            return factory;
        } catch (GeneralSecurityException e) {
            throw new TlsException("certificates cannot be checked against the list of revocations in " + file + ": " + e.getMessage(), e);
        }
    }
}
