package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.SaslConfig;
import io.leveret.broker.Leveret;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of clients, and logging in with them. */
class CertificateLoginIT {
    private static final String NAME = "CN=alice,OU=Ops,O=Example\\, Inc.,C=DE";

    private Pki pki;
    private X509Bundle alice;

    @BeforeEach
    void makeCertificates(@TempDir Path directory) {
        pki = Pki.withServer(directory);
        alice = pki.client(NAME, more -> more.addSanDnsName("alice.example").addSanRfc822Name("alice@example.com").addSanDnsName("second.example"));
    }

    @Test
    void theDistinguishedNameIsTheUser() throws Exception {
        try (Leveret broker = verifying().managementPort(0).user(NAME, "").permission(NAME, "/", "", "", "").start();
             Connection connection = external(broker, pki.as(alice)).newConnection()) {
            JsonNode shown = Api.of(broker).get("/connections").json().get(0);
            assertThat(connection.isOpen()).isTrue();
            assertThat(shown.path("user").asText()).isEqualTo(NAME);
            assertThat(shown.path("auth_mechanism").asText()).isEqualTo("EXTERNAL");
            assertThat(shown.path("peer_cert_subject").asText()).isEqualTo(NAME);
            assertThat(shown.path("peer_cert_issuer").asText()).isEqualTo("O=Example,CN=Example CA");
            assertThat(shown.path("peer_cert_validity").asText()).matches("[-\\dT:]{19}Z - [-\\dT:]{19}Z");
            assertThat(shown.path("peer_cert_serial_number").asText()).matches("[0-9A-F]+");
        }
    }

    @Test
    void theCommonNameIsIfItIsToBe() throws Exception {
        try (Leveret broker = user("alice").set("ssl-cert-login-from", "common_name").start()) {
            external(broker, pki.as(alice)).newConnection().close();
        }
    }

    @Test
    void anAlternativeNameIsIfItIsToBe() throws Exception {
        try (Leveret broker = user("second.example").set("ssl-cert-login-from", "subject_alternative_name")
                .set("ssl-cert-login-san-index", "1").start()) {
            external(broker, pki.as(alice)).newConnection().close();
        }
        try (Leveret broker = user("alice@example.com").set("ssl-cert-login-from", "subject_alt_name")
                .set("ssl-cert-login-san-type", "email").start()) {
            external(broker, pki.as(alice)).newConnection().close();
        }
    }

    @Test
    void whoIsNobodyOrShowsNoCertificateIsRefused() throws Exception {
        try (Leveret broker = verifying().start()) {
            for (SSLContext client : new SSLContext[] {pki.as(alice), pki.anonymous()}) {
                ConnectionFactory factory = external(broker, client);
                assertThatThrownBy(factory::newConnection).isInstanceOf(AuthenticationFailureException.class)
                        .hasMessage("ACCESS_REFUSED - Login was refused using authentication mechanism EXTERNAL. For details see the broker logfile.");
            }
            Pki.factory(broker, pki.as(alice)).newConnection().close(); // with name and password all the same
        }
    }

    @Test
    void itIsOfferedWhereCertificatesAreChecked() throws Exception {
        try (Leveret broker = verifying().start()) {
            assertThat(offered(Pki.factory(broker, pki.anonymous()))).isEqualTo("PLAIN AMQPLAIN EXTERNAL");
            ConnectionFactory plain = new ConnectionFactory();
            plain.setUri(broker.amqpUri());
            assertThat(offered(plain)).isEqualTo("PLAIN AMQPLAIN");
        }
        try (Leveret broker = tls().start()) {
            assertThat(offered(Pki.factory(broker, pki.as(alice)))).isEqualTo("PLAIN AMQPLAIN");
        }
        try (Leveret broker = verifying().set("auth-mechanisms", "EXTERNAL").start()) {
            assertThatThrownBy(() -> Pki.factory(broker, pki.as(alice)).newConnection()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void certificatesOfOthersAndExpiredOnesAreRefused(@TempDir Path elsewhere) throws Exception {
        X509Bundle expired = pki.client(NAME, Pki.expired());
        X509Bundle foreign = new Pki(elsewhere).client(NAME, UnaryOperator.identity());
        try (Leveret broker = user(NAME).start()) {
            for (X509Bundle wrong : new X509Bundle[] {expired, foreign}) {
                ConnectionFactory factory = external(broker, pki.as(wrong));
                assertThatThrownBy(factory::newConnection).isInstanceOf(IOException.class);
            }
            external(broker, pki.as(alice)).newConnection().close();
        }
    }

    @Test
    void oneMayBeDemanded() throws Exception {
        try (Leveret broker = verifying().set("ssl-options.fail-if-no-peer-cert", "true").start()) {
            assertThatThrownBy(() -> Pki.factory(broker, pki.anonymous()).newConnection()).isInstanceOf(IOException.class);
            Pki.factory(broker, pki.as(alice)).newConnection().close();
        }
    }

    private Leveret.Builder user(String name) {
        return verifying().user(name, "").permission(name, "/", "", "", "");
    }

    private Leveret.Builder verifying() {
        return tls().set("ssl-options.verify", "verify_peer").set("ssl-options.cacertfile", pki.path("ca.pem"));
    }

    private Leveret.Builder tls() {
        return pki.amqps(Leveret.builder().inMemory().amqpPort(0));
    }

    private static ConnectionFactory external(Leveret broker, SSLContext client) throws Exception {
        ConnectionFactory factory = Pki.factory(broker, client);
        factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        return factory;
    }

    private static String offered(ConnectionFactory factory) throws Exception {
        String[] seen = {""};
        SaslConfig usual = factory.getSaslConfig();
        factory.setSaslConfig(mechanisms -> {
            seen[0] = String.join(" ", Arrays.asList(mechanisms));
            return usual.getSaslMechanism(mechanisms);
        });
        factory.newConnection().close();
        return seen[0];
    }
}
