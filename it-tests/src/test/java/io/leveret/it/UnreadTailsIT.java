package io.leveret.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Live tails whose clients stop reading. */
class UnreadTailsIT {

    private static final int MOST_OF_USER = 10;

    @Test
    void areClosedAndMakeRoomForOthers() throws Exception {
        List<Socket> unread = new ArrayList<>();
        try (Leveret broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start()) {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(broker.amqpUri());
            try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
                channel.queueDeclare("q", false, false, false, Map.of("x-max-length", 10));
                channel.confirmSelect();
                for (int i = 0; i < MOST_OF_USER; i++) unread.add(open(broker.managementUri().orElseThrow()));
                assertThat(newTails(broker, 1)).isZero();
                await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(500)).until(() -> {
                    for (int i = 0; i < 20; i++) channel.basicPublish("", "q", null, new byte[60_000]);
                    channel.waitForConfirmsOrDie(30_000);
                    return newTails(broker, MOST_OF_USER) == MOST_OF_USER; // whoever is read again before their time is up goes on
                });
                for (Socket each : unread) assertThat(readToTheEnd(each)).isPositive();
            }
        } finally {
            for (Socket each : unread) each.close();
        }
    }

    private static Socket open(URI uri) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        socket.getOutputStream().write(("GET /api/tail/queues/%2F/q?rate=1000&truncate=65536 HTTP/1.1\r\nhost: x\r\n"
                + "authorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\n\r\n").getBytes(US_ASCII));
        assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        return socket;
    }

    /** Of so many that are wanted at once. */
    private static int newTails(Leveret broker, int wanted) throws Exception {
        if (wanted == 0) return 0;
        try (EventStream tail = EventStream.open(broker.managementUri().orElseThrow() + "/api/tail/queues/%2F/q", "guest", "guest")) {
            if (tail.status() == 200) return 1 + newTails(broker, wanted - 1);
            assertThat(tail.status()).isEqualTo(503);
            return 0;
        }
    }

    /** What had been sent before it was closed, which is no end as there should be. */
    private static long readToTheEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        long bytes = 0;
        try {
            for (int count = in.read(new byte[65_536]); count >= 0; count = in.read(new byte[65_536])) bytes += count;
        } catch (SocketException reset) {
            return bytes;
        }
        return bytes;
    }
}
