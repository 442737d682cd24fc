package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.Leveret;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two of the longest bodies have room at a time; the others wait for it. */
class LongBodiesIT {

    private static final int LONGEST = 100_000;
    private static final int ANSWER_MILLIS = 60_000;
    private static final String HEAD = "POST /api/definitions HTTP/1.1\r\nhost: x\r\nauthorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\nconnection: close\r\n"
            + "content-type: application/json\r\ncontent-length: " + LONGEST + "\r\n\r\n";
    private static final String BODY = "{\"queues\":[]" + " ".repeat(LONGEST - 13) + "}";

    private static Leveret broker;

    @BeforeAll
    static void start() {
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).metricsPort(0).set("management.body-limit", LONGEST + "").start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void whoeverWaitedIsServedAsAnybody() throws IOException {
        List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) all.add(sending(HEAD));
            try (Socket inBetween = sending("GET /api/whoami HTTP/1.1\r\nhost: x\r\nauthorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\nconnection: close\r\n\r\n")) {
                assertThat(answer(inBetween)).startsWith("HTTP/1.1 200 ");
            }
            for (int i = 0; i < 5; i++) all.add(sending(HEAD + BODY));
            for (Socket holding : all.subList(0, 2)) holding.close();
            for (Socket waiting : all.subList(2, all.size())) assertThat(answer(waiting)).startsWith("HTTP/1.1 204 ");
        } finally {
            for (Socket each : all) each.close();
        }
    }

    private static Socket sending(String request) throws IOException {
        URI api = broker.managementUri().orElseThrow();
        Socket socket = new Socket(api.getHost(), api.getPort());
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
