package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leveret.broker.Leveret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A broker that stops while it is asked: who is in the midst of it gets an answer, or none, but not that of a bug. */
class StoppingApiIT {

    private static final int CLIENTS = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void requestsEndWithAnAnswerThatClientsUnderstand() throws Exception {
        List<Thread> clients = new ArrayList<>();
        try (Leveret broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start()) {
            URI uri = broker.managementUri().orElseThrow();
            for (int i = 0; i < CLIENTS; i++) clients.add(new Thread(() -> askUntilNobodyAnswers(uri)));
            clients.forEach(Thread::start);
            await().atMost(PATIENCE).until(() -> answers.size() > 10 * CLIENTS);
        }
        for (Thread each : clients) each.join();
        assertThat(answers).isSubsetOf(200, 503);
    }

    private void askUntilNobodyAnswers(URI uri) {
        String login = Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.US_ASCII));
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/api/overview")).header("Authorization", "Basic " + login).timeout(PATIENCE).build();
        try {
            while (true) answers.add(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException | InterruptedException ended) {
            // as it must
        }
    }
}
