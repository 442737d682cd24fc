package io.leveret.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leveret.api.http.HttpSettings;
import io.leveret.api.http.Workers;
import io.leveret.engine.Broker;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.User;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.TransientStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ManagementServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpSettings SETTINGS = new HttpSettings("", Set.of(), Duration.ZERO, Duration.ZERO, true, 1 << 20, false);

    private final HttpClient client = HttpClient.newHttpClient();
    private final SlowNode node = new SlowNode();

    /** Whoever is in the midst of something would find that half of what it needs is gone. */
    @Test
    void takesNothingApartBeforeWhatIsUnderWayHasEnded() throws Exception {
        TransientStore store = new TransientStore();
        Broker broker = new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, -1), store, QueueStorage.boundless(store));
        broker.begin(new User("guest", broker.hash("guest"), Set.of("administrator")));
        try (Socket reserved = reserve()) {
            InetSocketAddress address = (InetSocketAddress) reserved.getLocalSocketAddress();
            ManagementServer server = ManagementServer.start(broker, node, SETTINGS, new ApiPorts(address, Optional.empty(), Optional.empty(), Optional.empty()));
            CompletableFuture<Integer> underWay = ask(address.getPort(), "/api/health/checks/alarms");
            await().atMost(PATIENCE).until(() -> node.isAsked);
            Thread closing = new Thread(() -> server.close(PATIENCE));
            closing.start();
            await().atMost(PATIENCE).until(() -> waitsForWorkers(closing) || !closing.isAlive());
            assertThat(closing.isAlive()).as("it waits").isTrue();
            assertThat(ask(address.getPort(), "/api/whoami").get()).as("what comes now").isEqualTo(503);
            node.maySay.countDown();
            closing.join();
            assertThat(underWay.exceptionally(cutOff -> 200).get()).as("unless the connection is closed before it is written").isEqualTo(200);
        }
    }

    private static boolean waitsForWorkers(Thread closing) {
        return closing.getState() == Thread.State.TIMED_WAITING
            && Arrays.stream(closing.getStackTrace()).anyMatch(frame -> frame.getClassName().equals(Workers.class.getName()));
    }

    private CompletableFuture<Integer> ask(int port, String path) {
        String login = Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.US_ASCII));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("Authorization", "Basic " + login)
            .timeout(PATIENCE).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    /** Others are kept off the port. */
    private static Socket reserve() throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        return socket;
    }

    /** Says nothing of alarms before it may. */
    private static final class SlowNode extends StandInNode {
        private final CountDownLatch maySay = new CountDownLatch(1);
        private volatile boolean isAsked;

        @Override
        public Set<String> alarms() {
            isAsked = true;
            try {
                maySay.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Set.of();
        }
    }
}
