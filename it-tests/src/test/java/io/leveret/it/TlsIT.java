package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.ConfigurationException;
import io.leveret.broker.Leveret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIT {
    private static final byte[] AMQP = "AMQP\0\0\11\1".getBytes(StandardCharsets.ISO_8859_1);

    private Pki pki;

    @BeforeEach
    void makeCertificates(@TempDir Path directory) {
        pki = Pki.withServer(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void messagesGoThroughWhateverTheirSize(String version) throws Exception {
        try (Leveret broker = tls().start()) {
            ConnectionFactory factory = factory(broker, pki.anonymous(version));
            try (Connection connection = factory.newConnection()) {
                Channel channel = connection.createChannel();
                channel.confirmSelect();
                String queue = channel.queueDeclare().getQueue();
                byte[] body = new byte[1_000_000];
                Arrays.fill(body, (byte) 7);
                for (int i = 0; i < 3; i++) channel.basicPublish("", queue, null, body);
                channel.waitForConfirmsOrDie();
                for (int i = 0; i < 3; i++) assertThat(channel.basicGet(queue, true).getBody()).isEqualTo(body);
            }
        }
    }

    @Test
    void theApiTellsWhatWasAgreedOn() throws Exception {
        try (Leveret broker = tls().managementPort(0).start();
             Connection connection = factory(broker, pki.anonymous()).newConnection()) {
            var shown = Api.of(broker).get("/connections").json().get(0);
            assertThat(connection.isOpen()).isTrue();
            assertThat(shown.path("ssl").asBoolean()).isTrue();
            assertThat(shown.path("ssl_protocol").asText()).isEqualTo("tlsv1.3");
            assertThat(shown.path("ssl_key_exchange").asText()).isEqualTo("any");
            assertThat(shown.path("ssl_cipher").asText()).isIn("aes_128_gcm", "aes_256_gcm", "chacha20_poly1305");
            assertThat(shown.path("ssl_hash").asText()).isEqualTo("aead");
            assertThat(shown.path("peer_cert_subject").isNull()).isTrue();
            var listener = Api.of(broker).get("/overview").json().path("listeners").get(1);
            assertThat(listener.path("protocol").asText()).isEqualTo("amqp/ssl");
            assertThat(listener.path("port").asInt()).isEqualTo(broker.amqpsUri().orElseThrow().getPort());
            assertThat(listener.path("tls").asBoolean()).isTrue();
            assertThat(Api.of(broker).get("/health/checks/protocol-listener/amqps").status()).isEqualTo(200);
        }
    }

    @Test
    void whoDoesNotTrustTheAuthorityHangsUp(@TempDir Path elsewhere) throws Exception {
        try (Leveret broker = tls().start()) {
            ConnectionFactory factory = factory(broker, new Pki(elsewhere).anonymous());
            assertThatThrownBy(factory::newConnection).isInstanceOf(SSLHandshakeException.class);
            factory(broker, pki.anonymous()).newConnection().close();
        }
    }

    @Test
    void theCertificateIsThatOfTheNameWhichTheClientAsksFor() throws Exception {
        pki.write("shop", pki.server(more -> more.subject("CN=shop").addSanDnsName("shop.example").addSanDnsName("eu.shop.example")));
        try (Leveret broker = tls().set("ssl-options.sni-certificates", pki.path("shop.pem") + " " + pki.path("shop-key.pem")).start()) {
            assertThat(subjectFor("shop.example", broker)).isEqualTo("CN=shop");
            assertThat(subjectFor("eu.shop.example", broker)).isEqualTo("CN=shop");
            assertThat(subjectFor("other.example", broker)).isEqualTo("CN=localhost");
            factory(broker, pki.anonymous()).newConnection().close();
            try (Socket plain = socket(broker)) {
                plain.getOutputStream().write(AMQP);
                assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)).doesNotContain("AMQP");
            }
        }
    }

    @Test
    void versionsAndCipherSuitesAreThoseThatAreSet() throws Exception {
        try (Leveret broker = tls().set("ssl-options.versions", "tlsv1.2").set("ssl-options.ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256").start();
             SSLSocket socket = (SSLSocket) pki.anonymous().getSocketFactory().createSocket(socket(broker), "localhost", 1, true)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        }
        assertThatThrownBy(() -> tls().set("ssl-options.ciphers", "ROT13").start())
                .isInstanceOf(ConfigurationException.class).hasMessageEndingWith("there is no cipher suite 'ROT13'");
    }

    private String subjectFor(String host, Leveret broker) throws Exception {
        try (SSLSocket socket = (SSLSocket) pki.anonymous().getSocketFactory().createSocket(socket(broker), host, 1, true)) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsEnded() throws Exception {
        try (Leveret broker = tls().set("ssl-handshake-timeout", "50 ms").start(); Socket silent = socket(broker)) {
            assertThat(isHungUpOn(silent)).isTrue();
        }
    }

    @Test
    void plainBytesOnThePortForTlsAreRefused() throws Exception {
        try (Leveret broker = tls().start(); Socket plain = socket(broker)) {
            plain.getOutputStream().write(AMQP);
            InputStream in = plain.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).doesNotContain("AMQP");
        }
    }

    @Test
    void tlsOnThePlainPortIsRefused() throws Exception {
        try (Leveret broker = tls().start();
             Socket socket = pki.anonymous().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), broker.amqpPort())) {
            assertThatThrownBy(() -> ((SSLSocket) socket).startHandshake()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void clientsInTheMiddleOfAHandshakeDoNotHoldUpTheEnd() throws Exception {
        Leveret broker = tls().set("ssl-handshake-timeout", "1 h").start();
        try (Socket silent = socket(broker)) {
            broker.close();
            assertThat(isHungUpOn(silent)).isTrue();
        }
    }

    @Test
    void aStartSaysWhichFileIsOfNoUse() {
        assertRefused("there is no file " + pki.path("nix.pem"), "ssl-options.certfile", "nix.pem");
        pki.write("empty.pem", "nothing\n");
        assertRefused(pki.path("empty.pem") + " holds nothing in PEM", "ssl-options.certfile", "empty.pem");
        assertRefused(pki.path("ca.pem") + " holds no private key", "ssl-options.keyfile", "ca.pem");
        assertRefused(pki.path("server-key.pem") + " holds no certificate", "ssl-options.certfile", "server-key.pem");
        pki.write("other", pki.server(UnaryOperator.identity()));
        assertRefused("the key in " + pki.path("other-key.pem") + " does not belong to the (first) certificate in " + pki.path("server.pem"),
                "ssl-options.keyfile", "other-key.pem");
    }

    @Test
    void aStartSaysWhichSettingIsMissing() {
        assertThatThrownBy(() -> broker().set("listeners.ssl.default", "0").start())
                .isInstanceOf(ConfigurationException.class).hasMessage("builder: listeners.ssl.default needs ssl-options.certfile");
        assertThatThrownBy(() -> tls().set("ssl-options.verify", "verify_peer").start())
                .isInstanceOf(ConfigurationException.class).hasMessage("builder: ssl-options.verify = verify_peer needs ssl-options.cacertfile");
        assertThatThrownBy(() -> tls().set("ssl-options.fail-if-no-peer-cert", "true").start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("builder: ssl-options.fail-if-no-peer-cert = true needs ssl-options.verify = verify_peer");
    }

    /** On whom nobody had come to look yet, the system does. */
    private static boolean isHungUpOn(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketException reset) {
            return true;
        }
    }

    private void assertRefused(String complaint, String setting, String file) {
        assertThatThrownBy(() -> tls().set(setting, pki.path(file)).start())
                .isInstanceOf(ConfigurationException.class).hasMessage("listeners.ssl.default: " + complaint);
    }

    private Leveret.Builder tls() {
        return pki.amqps(broker());
    }

    private static Leveret.Builder broker() {
        return Leveret.builder().inMemory().amqpPort(0);
    }

    private static Socket socket(Leveret broker) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), broker.amqpsUri().orElseThrow().getPort());
    }

    private static ConnectionFactory factory(Leveret broker, SSLContext context) throws Exception {
        return Pki.factory(broker, context);
    }
}
