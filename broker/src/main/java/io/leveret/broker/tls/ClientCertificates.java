package io.leveret.broker.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Takes clients' certificates as Java does, and says of each that is refused whose it is and why: Java names neither it nor a file. */
final class ClientCertificates extends X509ExtendedTrustManager {

    private static final int LONGEST_NAME = 80;

    private final X509ExtendedTrustManager checks;
    private final Optional<Revocations> revocations;

    private ClientCertificates(X509ExtendedTrustManager checks, Optional<Revocations> revocations) {
        this.checks = checks;
        this.revocations = revocations;
    }

    /** Takes certificates of these authorities, but those that they have revoked. */
    static TrustManager of(List<X509Certificate> authorities, Optional<Revocations> revocations) {
        TrustManagerFactory factory = revocations.map(Revocations::trusting).orElseGet(() -> trusting(authorities));
        X509ExtendedTrustManager checks = Arrays.stream(factory.getTrustManagers()).filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast).findFirst().orElseThrow(() -> new TlsException("this Java cannot check certificates"));
        return new ClientCertificates(checks, revocations);
    }

    private static TrustManagerFactory trusting(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) store.setCertificateEntry(String.valueOf(i), authorities.get(i));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException("certificates of clients cannot be checked: " + e.getMessage(), e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        try {
            checks.checkClientTrusted(chain, type, engine);
        } catch (CertificateException e) {
            throw refused(chain, e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        try {
            checks.checkClientTrusted(chain, type, socket);
        } catch (CertificateException e) {
            throw refused(chain, e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        try {
            checks.checkClientTrusted(chain, type);
        } catch (CertificateException e) {
            throw refused(chain, e);
        }
    }

    private CertificateException refused(X509Certificate[] chain, CertificateException found) {
        if (chain == null || chain.length == 0) return found;
        return new RefusedCertificateException("the certificate of " + cut(DistinguishedName.of(chain[0].getSubjectX500Principal()).toString())
                + ", serial " + cut(Revocations.serial(chain[0])) + ", is not taken: " + WhyRefused.of(found, List.of(chain), revocations), found.getCause());
    }

    /** Whoever connects may write what they like there; the reason stands behind it. */
    private static String cut(String text) {
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) + "..." : text;
    }

    /** We are no client. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checks.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checks.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        checks.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return checks.getAcceptedIssuers();
    }
}
