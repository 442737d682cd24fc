package io.leveret.it;

import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.RevocationServer;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** An authority, and files with certificates that it has issued, made while the test runs. */
final class Pki {

    private final Path directory;
    private final X509Bundle authority;

    Pki(Path directory) {
        this.directory = directory;
        this.authority = made(() -> new CertificateBuilder().ecp256().subject("O=Example,CN=Example CA")
                .setIsCertificateAuthority(true).buildSelfSigned());
        write("ca.pem", authority.getCertificatePEM());
    }

    /** With a certificate for the broker in {@code server.pem}. */
    static Pki withServer(Path directory) {
        Pki pki = new Pki(directory);
        pki.write("server", pki.server(UnaryOperator.identity()));
        return pki;
    }

    /** The broker shows that certificate where {@code prefix} says what is shown. */
    Leveret.Builder shownBy(Leveret.Builder broker, String prefix) {
        return broker.set(prefix + ".certfile", path("server.pem")).set(prefix + ".keyfile", path("server-key.pem"));
    }

    /** The broker speaks AMQP over TLS, on a port that is free. */
    Leveret.Builder amqps(Leveret.Builder broker) {
        return shownBy(broker.set("listeners.ssl.default", "0"), "ssl-options");
    }

    /** What can go wrong with a certificate is the test's fault. */
    private interface Making {
        X509Bundle make() throws Exception;
    }

    private static X509Bundle made(Making making) {
        try {
            return making.make();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** For the broker, with more to be said of it. */
    X509Bundle server(UnaryOperator<CertificateBuilder> more) {
        return made(() -> more.apply(new CertificateBuilder().ecp256().subject("CN=localhost")
                .addSanDnsName("localhost").addSanIpAddress("127.0.0.1")).buildIssuedBy(authority));
    }

    X509Bundle client(String subject, UnaryOperator<CertificateBuilder> more) {
        return made(() -> more.apply(new CertificateBuilder().ecp256().subject(subject)).buildIssuedBy(authority));
    }

    static UnaryOperator<CertificateBuilder> expired() {
        Instant now = Instant.now();
        return builder -> builder.notBefore(now.minus(9, ChronoUnit.DAYS)).notAfter(now.minus(2, ChronoUnit.DAYS));
    }

    static UnaryOperator<CertificateBuilder> valid(int days) {
        return builder -> builder.notAfter(Instant.now().plus(days, ChronoUnit.DAYS));
    }

    /** Leaves certificate and key in {@code NAME.pem} and {@code NAME-key.pem}. */
    void write(String name, X509Bundle certificate) {
        write(name + "-key.pem", certificate.getPrivateKeyPEM());
        write(name + ".pem", certificate.getCertificatePathPEM());
    }

    /** Appears whole, as whoever renews certificates should have it. */
    Path write(String file, String content) {
        try {
            Path written = Files.writeString(directory.resolve(file + ".new"), content);
            return Files.move(written, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String path(String file) {
        return directory.resolve(file).toString();
    }

    /** The list of what the authority has revoked, these among it; leaves it in {@code crl.pem}. */
    void revoke(X509Bundle... certificates) {
        try {
            RevocationServer lists = RevocationServer.getInstance();
            lists.register(authority);
            for (X509Bundle revoked : certificates) lists.revoke(revoked, Instant.now());
            try (InputStream list = lists.getCrlUri(authority).toURL().openStream()) {
                String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(list.readAllBytes());
                write("crl.pem", "-----BEGIN X509 CRL-----\n" + text + "\n-----END X509 CRL-----\n");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** For a client that trusts the authority, and shows no certificate. */
    SSLContext anonymous() {
        return anonymous("TLS");
    }

    /** The same, for one version of TLS and those before. */
    SSLContext anonymous(String version) {
        return context(version, new KeyManager[0]);
    }

    /** For a client that shows this certificate. */
    SSLContext as(X509Bundle certificate) {
        try {
            return context("TLS", certificate.toKeyManagerFactory().getKeyManagers());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its clients speak TLS and check the broker's name, and log in as guest. */
    static ConnectionFactory factory(Leveret broker, SSLContext context) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpsUri().orElseThrow());
        factory.useSslProtocol(context);
        factory.enableHostnameVerification();
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    private SSLContext context(String version, KeyManager[] keys) {
        try {
            SSLContext context = SSLContext.getInstance(version);
            context.init(keys, authority.toTrustManagerFactory().getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
