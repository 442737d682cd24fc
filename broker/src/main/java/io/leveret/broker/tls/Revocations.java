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
import java.util.stream.Stream;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates that authorities have revoked, as their lists in a file say. A certificate of whose authority there is no list, or only
 * one that is out of date, is not taken: it might have been revoked. Nothing is fetched.
 *
 * @param authorities whose lists they are, where they are known: some have the same name and other keys
 */
record Revocations(Path file, List<X509CRL> lists, List<X509Certificate> authorities) {

    /** For so long Java goes by a list that is out of date: clocks differ. */
    static final Duration ALLOWANCE = Duration.ofMinutes(15);

    private static final String OF_A_PART = "2.5.29.28";
    private static final String OF_CHANGES = "2.5.29.27";

    static Revocations read(Path path, List<X509Certificate> authorities) {
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
        return new Revocations(path, List.copyOf(found), authorities);
    }

    /**
     * Without those that a newer one of the same authority has taken the place of, also where somebody has put that behind them: Java
     * goes by any that covers a certificate. Lists of a part of the certificates, and of changes, go together; so do those of
     * authorities that have the same name and other keys.
     */
    private List<X509CRL> newest() {
        Map<List<Object>, X509CRL> newest = lists.stream().filter(Revocations::isOfAll).collect(Collectors.toMap(this::signer, list -> list,
                (one, next) -> next.getThisUpdate().before(one.getThisUpdate()) ? one : next));
        return lists.stream().filter(list -> !isOfAll(list) || newest.get(signer(list)) == list).toList();
    }

    /** Its name, and its key if that is known. */
    private List<Object> signer(X509CRL list) {
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

    /** Of each authority the one that holds longest, as each may keep clients out. */
    private Collection<X509CRL> lasting() {
        return lists.stream().collect(Collectors.toMap(this::signer, list -> list,
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
            Optional<X509CRL> list = listOf(each, chain);
            if (list.isEmpty()) return file + " holds no list of revocations of " + DistinguishedName.of(each.getIssuerX500Principal());
            Instant end = list.get().getNextUpdate().toInstant();
            if (end.plus(ALLOWANCE).isBefore(now)) return "the list of revocations in " + file + " is out of date since " + end;
        }
        return "no list of revocations in " + file + " is signed by its authority, and holds now";
    }

    /** Of who has signed a certificate: by the key, where it is known, as there may be others of that name. */
    private Optional<X509CRL> listOf(X509Certificate certificate, List<X509Certificate> chain) {
        List<X509CRL> ofName = lasting().stream().filter(list -> list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())).toList();
        Optional<PublicKey> key = Stream.concat(authorities.stream(), chain.stream()).map(X509Certificate::getPublicKey)
                .filter(each -> isSigned(certificate, each)).findFirst();
        return ofName.stream().filter(list -> key.isEmpty() || isSigned(list, key.get())).findFirst();
    }

    private static boolean isSigned(X509Certificate certificate, PublicKey key) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    }

    private static String issuer(X509CRL list) {
        return DistinguishedName.of(list.getIssuerX500Principal()).toString();
    }

    /** Takes certificates of the authorities that they have not revoked. */
    TrustManagerFactory trusting() {
        try {
            Set<TrustAnchor> anchors = authorities.stream().map(each -> new TrustAnchor(each, null)).collect(Collectors.toSet());
            PKIXBuilderParameters wanted = new PKIXBuilderParameters(anchors, new X509CertSelector());
            wanted.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(newest())));
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
