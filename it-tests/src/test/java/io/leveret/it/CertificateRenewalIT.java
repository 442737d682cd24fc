package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Connection;
import io.leveret.broker.Leveret;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateRenewalIT {
    private Pki pki;

    @BeforeEach
    void makeCertificates(@TempDir Path directory) {
        pki = new Pki(directory);
        pki.write("server", pki.server(Pki.valid(20)));
    }

    @Test
    void newConnectionsGetTheNewCertificateAndOldOnesStay() throws Exception {
        try (Leveret broker = tls().set("certificates.check-interval", "20 ms").start();
             Connection old = Pki.factory(broker, pki.anonymous()).newConnection()) {
            X509Bundle next = pki.server(UnaryOperator.identity());
            assertThat(shown(broker)).isNotEqualTo(next.getCertificate());
            pki.write("server", next);
            await().untilAsserted(() -> assertThat(shown(broker)).isEqualTo(next.getCertificate()));
            old.createChannel().queueDeclare();
        }
    }

    @Test
    void theApiWarnsBeforeCertificatesExpire() {
        try (Leveret broker = tls().managementPort(0).start()) {
            Api api = Api.of(broker);
            assertThat(api.get("/health/checks/certificate-expiration/2/weeks").json().path("status").asText()).isEqualTo("ok");
            Api.Reply failed = api.get("/health/checks/certificate-expiration/1/MONTHS");
            assertThat(failed.status()).isEqualTo(503);
            assertThat(failed.json().path("reason").asText()).isEqualTo("Certificates expiring");
            JsonNode listener = failed.json().path("expired").get(0);
            assertThat(listener.path("protocol").asText()).isEqualTo("amqp/ssl");
            assertThat(listener.path("interface").asText()).isEqualTo("127.0.0.1");
            assertThat(listener.path("port").asInt()).isEqualTo(broker.amqpsUri().orElseThrow().getPort());
            assertThat(listener.path("certfile").asText()).isEqualTo(pki.path("server.pem"));
            assertThat(listener.path("certfile_expires_on").get(0).asText()).matches("\\d{4}-\\d\\d-\\d\\d \\d+:\\d\\d:\\d\\d");
            assertThat(listener.path("cacertfile_expires_on")).isEmpty();
            assertThat(api.get("/overview").json().path("listeners").get(1).path("tls_expires").asLong()).isGreaterThan(System.currentTimeMillis());
        }
    }

    private Certificate shown(Leveret broker) throws Exception {
        try (SSLSocket socket = (SSLSocket) pki.anonymous().getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), broker.amqpsUri().orElseThrow().getPort())) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private Leveret.Builder tls() {
        return pki.amqps(Leveret.builder().inMemory().amqpPort(0));
    }
}
