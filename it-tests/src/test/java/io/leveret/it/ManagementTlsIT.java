package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.leveret.broker.ConfigurationException;
import io.leveret.broker.Leveret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP API, and metrics, over TLS. */
class ManagementTlsIT {
    private static final String GUEST = "Basic " + Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.US_ASCII));

    private Pki pki;

    @BeforeEach
    void makeCertificates(@TempDir Path directory) {
        pki = Pki.withServer(directory);
    }

    @Test
    void theApiAnswersBesideThePlainPort() throws Exception {
        try (Leveret broker = secure().start()) {
            URI uri = broker.secureManagementUri().orElseThrow();
            assertThat(uri.getScheme()).isEqualTo("https");
            assertThat(get(uri + "/api/whoami", pki.anonymous()).body()).contains("\"name\":\"guest\"");
            assertThat(get(uri + "/api/definitions", pki.anonymous()).body().length()).isGreaterThan(100);
            JsonNode overview = Api.of(broker).get("/overview").json();
            assertThat(overview.path("listeners").findValuesAsText("protocol")).containsExactly("amqp", "http", "https");
            assertThat(overview.path("contexts").findValuesAsText("port")).contains(String.valueOf(uri.getPort()));
            assertThat(Api.of(broker).get("/health/checks/certificate-expiration/90/years").json().path("expired").get(0).path("protocol").asText())
                    .isEqualTo("https");
        }
    }

    @Test
    void browsersMayBeToldToInsist() throws Exception {
        try (Leveret broker = secure().set("management.strict-transport-security", "365 d").start()) {
            assertThat(get(broker.secureManagementUri().orElseThrow() + "/api/whoami", pki.anonymous()).headers().firstValue("strict-transport-security"))
                    .contains("max-age=31536000");
        }
    }

    @Test
    void whoDoesNotSpeakTlsIsHungUpOn() throws Exception {
        try (Leveret broker = secure().start();
             Socket plain = new Socket(InetAddress.getLoopbackAddress(), broker.secureManagementUri().orElseThrow().getPort())) {
            plain.getOutputStream().write("GET /api/whoami HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = plain.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1 200");
            assertThat(Api.of(broker).get("/whoami").status()).isEqualTo(200);
        }
    }

    @Test
    void clientsMayHaveToShowACertificate() throws Exception {
        try (Leveret broker = secure().set("management.ssl.cacertfile", pki.path("ca.pem")).set("management.ssl.verify", "verify_peer")
                .set("management.ssl.fail-if-no-peer-cert", "true").start()) {
            String uri = broker.secureManagementUri().orElseThrow() + "/api/whoami";
            assertThatThrownBy(() -> get(uri, pki.anonymous())).isInstanceOf(IOException.class);
            assertThat(get(uri, pki.as(pki.client("CN=alice", UnaryOperator.identity()))).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void metricsHaveATlsPortAsWell() throws Exception {
        try (Leveret broker = pki.shownBy(Leveret.builder().inMemory().amqpPort(0).managementPort(0).metricsPort(0)
                .set("prometheus.ssl.port", "0"), "prometheus.ssl").start()) {
            JsonNode listeners = Api.of(broker).get("/overview").json().path("listeners");
            assertThat(listeners.findValuesAsText("protocol")).containsExactly("amqp", "http", "http/prometheus", "https/prometheus");
            String uri = "https://127.0.0.1:" + listeners.get(3).path("port").asInt();
            assertThat(get(uri + "/metrics", pki.anonymous()).body()).contains("rabbitmq_connections");
            assertThat(get(uri + "/api/whoami", pki.anonymous()).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aStartSaysWhatIsWrong() {
        assertThatThrownBy(() -> secure().set("management.ssl.keyfile", pki.path("nix.pem")).start())
                .isInstanceOf(ConfigurationException.class).hasMessage("management.ssl.port: there is no file " + pki.path("nix.pem"));
    }

    private Leveret.Builder secure() {
        return pki.shownBy(Leveret.builder().inMemory().amqpPort(0).managementPort(0).set("management.ssl.port", "0"), "management.ssl");
    }

    private static HttpResponse<String> get(String uri, SSLContext context) throws Exception {
        return HttpClient.newBuilder().sslContext(context).build()
                .send(HttpRequest.newBuilder(URI.create(uri)).header("authorization", GUEST).build(), BodyHandlers.ofString());
    }
}
