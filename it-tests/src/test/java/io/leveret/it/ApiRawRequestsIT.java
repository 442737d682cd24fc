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
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void whatIsCutOffOrNoHttpChangesNothing() throws IOException {
        String put = "PUT /api/queues/%2F/half HTTP/1.1\r\n" + GUEST;
        assertThat(send(put + "transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(sendAndStop(put + "content-length: 100\r\n\r\n{\"durable\":true}")).doesNotContain(" 201 ", " 204 ");
        assertThat(sendAndStop(put + "transfer-encoding: chunked\r\n\r\n10\r\n{\"durable\":true}\r\n")).doesNotContain(" 201 ", " 204 ");
        assertThat(send("GET /api/queues/%2F/half HTTP/1.1\r\n" + GUEST + "\r\n")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length: 2\r\ncontent-length: 40", "content-length: 2\r\ntransfer-encoding: chunked", "content-length: +2",
        "transfer-encoding : chunked", "content-length: 2, 3", "transfer-encoding: xchunked\r\ncontent-length: 2", "content-length: -1"})
    void nobodyHidesARequestInAnother(String length) throws IOException {
        String answer = send("POST /api/definitions HTTP/1.1\r\nhost: x\r\nauthorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\n" + length + "\r\n\r\n{}GET /api/whoami HTTP/1.1\r\n"
                + GUEST + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("HTTP/1.1 200 ");
    }

    @Test
    void aRequestNamesOneHost() throws IOException {
        String guest = "authorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\nconnection: close\r\n\r\n";
        assertThat(send("GET /api/whoami HTTP/1.1\r\n" + guest)).startsWith("HTTP/1.1 400 ");
        assertThat(send("GET /api/whoami HTTP/1.1\r\nhost: a\r\nhost: b\r\n" + guest)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void severalRequestsMayComeAtOnceAndAreAnsweredInTurn() throws IOException {
        String one = "GET /api/whoami HTTP/1.1\r\nhost: x\r\nauthorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\n\r\n";
        String answers = send(one.repeat(20) + "GET /api/nix HTTP/1.1\r\n" + GUEST + "\r\n");
        assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(21);
        assertThat(answers.substring(answers.lastIndexOf("HTTP/1.1"))).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void whoNeverEndsTheHeadersIsCutOff() throws IOException {
        assertThat(send("GET /api/whoami HTTP/1.1\r\nhost: x\r\nx-slow: a", 60_000)).isEmpty();
    }

    @Test
    void namesEndNoHeaderAndAreNoMarkup() throws IOException {
        String file = send("GET /api/definitions?download=a%0d%0ax-injected:%20yes HTTP/1.1\r\n" + GUEST + "\r\n");
        assertThat(file).startsWith("HTTP/1.1 200 ").doesNotContain("\r\nx-injected");
        String body = "{\"arguments\":{\"x-queue-type\":\"<script>alert(1)</script>\"}}";
        String refused = send("PUT /api/queues/%2F/%3Cscript%3E HTTP/1.1\r\n" + GUEST + "content-length: " + body.length() + "\r\n\r\n" + body);
        assertThat(refused).startsWith("HTTP/1.1 400 ").containsIgnoringCase("content-type: application/json").contains("X-Content-Type-Options: nosniff");
    }

    @Test
    void partsAreNotServedAlone() throws IOException {
        assertThat(send("GET /api/whoami HTTP/1.1\r\nrange: bytes=0-5\r\n" + GUEST + "\r\n")).startsWith("HTTP/1.1 200 ").contains("\"name\":\"guest\"");
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
        return send(request, 10_000);
    }

    private static String send(String request, int mostMillis) throws IOException {
        try (Socket socket = opened(request)) {
            socket.setSoTimeout(mostMillis);
            return new String(read(socket.getInputStream()), StandardCharsets.UTF_8);
        }
    }

    /** As if the client had died. */
    private static String sendAndStop(String request) throws IOException {
        try (Socket socket = opened(request)) {
            socket.setSoTimeout(10_000);
            socket.shutdownOutput();
            return new String(read(socket.getInputStream()), StandardCharsets.UTF_8);
        }
    }

    private static Socket opened(String request) throws IOException {
        URI uri = broker.managementUri().orElseThrow();
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
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
