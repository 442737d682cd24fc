package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.Leveret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the HTTP server notices by itself, as it goes over the wire. */
class ApiRawRequestsIT {

    private static final String GUEST = "host: x\r\nauthorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\nconnection: close\r\n";
    private static final String TOO_LONG = "{\"error\":\"bad_request\",\"reason\":\"Exceeded HTTP request body size limit\"}";

    private static Leveret broker;

    @BeforeAll
    static void start() {
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).metricsPort(0)
                .set("management.body-limit", "1024").set("management.strict-transport-security", "1 h")
                .set("management.cors-origins", "https://console.example").set("management.cors-max-age", "60 s").start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "GET /api/nix HTTP/1.1                        | 404 | Object Not Found",
        "GET /api/queues/%2F/none HTTP/1.1            | 404 | Object Not Found",
        "GET /nix HTTP/1.1                            | 404 | Object Not Found",
        "PATCH /api/overview HTTP/1.1                 | 405 | ''",
        "POST /api/overview HTTP/1.1                  | 405 | ''",
        "GET /api/whoami%zz HTTP/1.1                  | 400 | bad_request",
        "GET /api/queues/%2F/%ff%fe HTTP/1.1          | 404 | Object Not Found",
        "GET /api/queues/%2F/%00 HTTP/1.1             | 404 | Object Not Found",
        "GET /api/queues?page=%zz HTTP/1.1            | 400 | bad_request",
        "GET http://elsewhere.example/api/nix HTTP/1.1 | 404 | Object Not Found",
        "GET //api/nix HTTP/1.1                       | 404 | Object Not Found",
    })
    void errorsHaveBodiesAsAllOthers(String line, int status, String error) throws IOException {
        String answer = send(line + "\r\n" + GUEST + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        if (!error.isEmpty()) assertThat(answer).contains("{\"error\":\"" + error + "\",\"reason\":\"");
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("x-content-type-options: nosniff");
        assertThat(answer).doesNotContain("Exception", "io.micronaut", "io.leveret", "\tat ");
    }

    @Test
    void saysWhatMethodsThereAre() throws IOException {
        assertThat(send("PATCH /api/overview HTTP/1.1\r\n" + GUEST + "\r\n").toLowerCase(Locale.ROOT)).contains("allow: head, get, options");
    }

    @Test
    void whatIsTooLongIsRefusedAndNothingOfItGivenAway() throws IOException {
        String header = send("GET /api/whoami HTTP/1.1\r\nx-long: " + "a".repeat(100_000) + "\r\n" + GUEST + "\r\n");
        assertThat(header).matches("(?s)HTTP/1.[01] (400|431) .*").doesNotContain("Exception", "\tat ");
        String line = send("GET /api/" + "a".repeat(100_000) + " HTTP/1.1\r\n" + GUEST + "\r\n");
        assertThat(line).matches("(?s)HTTP/1.[01] (400|414) .*").doesNotContain("Exception", "\tat ");
    }

    @Test
    void bodiesThatAreTooLongAreRefusedHoweverTheyCome() throws IOException {
        String announced = send("PUT /api/queues/%2F/q HTTP/1.1\r\n" + GUEST + "content-length: 1025\r\n\r\n" + " ".repeat(1025));
        assertThat(announced).startsWith("HTTP/1.1 400 ").contains(TOO_LONG);
        StringBuilder chunks = new StringBuilder();
        for (int i = 0; i < 20; i++) chunks.append("64\r\n").append(" ".repeat(100)).append("\r\n");
        String inChunks = send("PUT /api/queues/%2F/q HTTP/1.1\r\n" + GUEST + "transfer-encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
        assertThat(inChunks).startsWith("HTTP/1.1 400 ").contains(TOO_LONG);
    }

    /** As curl sends them. */
    @Test
    void queriesMayHaveWhatUrisMayNot() throws IOException {
        String answer = send("GET /api/exchanges?page=1&use_regex=true&columns=name&name=^amq[.]{1}(topic|match)$ HTTP/1.1\r\n" + GUEST + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"filtered_count\":2").contains("amq.topic", "amq.match");
    }

    @Test
    void nobodyUnknownCanFillTheMemoryWithABodyThatNeverEnds() throws IOException {
        String login = "POST /api/login HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\n";
        assertThat(send(login + "transfer-encoding: chunked\r\n\r\n4\r\nuser\r\n")).startsWith("HTTP/1.1 400 ").contains(TOO_LONG);
        assertThat(send(login + "content-length: 9000\r\n\r\nuser")).startsWith("HTTP/1.1 400 ").contains(TOO_LONG);
    }

    @Test
    void browsersAreToldWhatToBewareOf() throws IOException {
        String answer = send("GET /api/whoami HTTP/1.1\r\n" + GUEST + "\r\n").toLowerCase(Locale.ROOT);
        assertThat(answer).contains("x-content-type-options: nosniff", "frame-ancestors 'self'", "x-frame-options: sameorigin",
                "referrer-policy: same-origin", "strict-transport-security: max-age=3600", "cache-control: no-cache");
        String asked = send("OPTIONS /api/whoami HTTP/1.1\r\nhost: x\r\norigin: https://console.example\r\nconnection: close\r\n\r\n")
                .toLowerCase(Locale.ROOT);
        assertThat(asked).startsWith("http/1.1 200 ").contains("access-control-allow-origin: https://console.example",
                "access-control-max-age: 60");
    }

    @Test
    void tellsWhereToGetWhatItDoesNotHandOut() throws IOException {
        String answer = send("GET /cli/rabbitmqadmin HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 200 ").containsIgnoringCase("content-type: text/plain").contains("rabbitmqadmin");
    }

    private static String send(String request) throws IOException {
        URI uri = broker.managementUri().orElseThrow();
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(read(socket.getInputStream()), StandardCharsets.UTF_8);
        }
    }

    /** Up to the end, also when that comes with a reset as not everything was read that was sent. */
    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException e) {
            if (all.size() == 0) throw e;
        }
        return all.toByteArray();
    }
}
