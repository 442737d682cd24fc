package io.leveret.broker.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates that authorities have revoked, as their lists in a file say. A certificate of whose authority there is no list, or only
 * one that is out of date, is not taken: it might have been revoked. Nothing is fetched.
 */
record Revocations(Path file, List<X509CRL> lists) {

    /** For so long Java goes by a list that is out of date: clocks differ. */
    static final Duration ALLOWANCE = Duration.ofMinutes(15);

    private static final String OF_A_PART = "2.5.29.28";
    private static final String OF_CHANGES = "2.5.29.27";

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
        for (X509CRL list : found) { // Java goes by none such
            if (list.getNextUpdate() == null) throw new TlsException(path + " holds a list of revocations that does not say when the next one comes, of " + issuer(list));
        }
        return new Revocations(path, List.copyOf(found));
    }

    /**
     * Without those that a newer one of the same authority has taken the place of, also where somebody has put that behind them: Java
     * goes by any that covers a certificate. Lists of a part of the certificates, and of changes, go together; so do those of
     * authorities that have the same name and other keys.
     */
    private List<X509CRL> newest(List<X509Certificate> authorities) {
        Map<List<Object>, X509CRL> newest = lists.stream().filter(Revocations::isOfAll).collect(Collectors.toMap(list -> signer(list, authorities),
                list -> list, (one, next) -> next.getThisUpdate().before(one.getThisUpdate()) ? one : next));
        return lists.stream().filter(list -> !isOfAll(list) || newest.get(signer(list, authorities)) == list).toList();
    }

    /** Its name, and its key if that is known. */
    private static List<Object> signer(X509CRL list, List<X509Certificate> authorities) {
        return List.of(list.getIssuerX500Principal(), authorities.stream().map(X509Certificate::getPublicKey).filter(key -> isSigned(list, key)).findFirst());
    }

    private static boolean isSigned(X509CRL list, PublicKey key) {
        try {
            list.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isOfAll(X509CRL list) {
        return list.getExtensionValue(OF_A_PART) == null && list.getExtensionValue(OF_CHANGES) == null;
    }

    /** Of each authority the one that holds longest. */
    private Collection<X509CRL> lasting() {
        return lists.stream().collect(Collectors.toMap(X509CRL::getIssuerX500Principal, list -> list,
                BinaryOperator.maxBy(Comparator.comparing(X509CRL::getNextUpdate)))).values();
    }

    /** The one that is out of date first. */
    X509CRL shortest() {
        return lasting().stream().min(Comparator.comparing(X509CRL::getNextUpdate)).orElseThrow();
    }

    Instant end() {
        return shortest().getNextUpdate().toInstant();
    }

    /** When each authority should have made a new one. */
    List<Instant> ends() {
        return lasting().stream().map(list -> list.getNextUpdate().toInstant()).sorted().toList();
    }

    /** Why nobody knows whether one of these certificates has been revoked: which list is not there, or out of date. */
    String whatIsMissing(List<X509Certificate> chain, Instant now) {
        for (X509Certificate each : chain) {
            Optional<X509CRL> list = lasting().stream().filter(of -> of.getIssuerX500Principal().equals(each.getIssuerX500Principal())).findFirst();
            if (list.isEmpty()) return file + " holds no list of revocations of " + DistinguishedName.of(each.getIssuerX500Principal());
            Instant end = list.get().getNextUpdate().toInstant();
            if (end.plus(ALLOWANCE).isBefore(now)) return "the list of revocations in " + file + " is out of date since " + end;
        }
        return "no list of revocations in " + file + " is signed by its authority, and holds now";
    }

    static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    }

    private static String issuer(X509CRL list) {
        return DistinguishedName.of(list.getIssuerX500Principal()).toString();
    }

    /** Takes certificates of these authorities that they have not revoked. */
    TrustManagerFactory trusting(List<X509Certificate> authorities) {
        try {
            Set<TrustAnchor> anchors = authorities.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
            PKIXBuilderParameters wanted = new PKIXBuilderParameters(anchors, new X509CertSelector());
            wanted.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(newest(authorities))));
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
