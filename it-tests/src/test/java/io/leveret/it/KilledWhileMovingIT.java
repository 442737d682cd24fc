package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker is killed while a job moves messages: each is in one of the queues, and none in both. */
class KilledWhileMovingIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES = 12_000;
    private static final int ROUNDS = 3;

    @TempDir
    private Path directory;

    @Test
    void eachMessageIsInOneOfTheQueues() throws Exception {
        try (StartedProcess broker = launch(); Connection connection = connect(broker)) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            for (String queue : List.of("from", "to")) channel.queueDeclare(queue, true, false, false, null);
            for (int i = 0; i < MESSAGES; i++) channel.basicPublish("", "from", MessageProperties.PERSISTENT_BASIC, body(i));
            channel.waitForConfirmsOrDie(60_000);
        }
        int moved = 0;
        for (int round = 0; round < ROUNDS; round++) {
            moved = moveUntilKilled(moved + MESSAGES / 10);
        }
        List<Integer> everywhere = new ArrayList<>();
        try (StartedProcess broker = launch(); Connection connection = connect(broker)) {
            List<Integer> left = drain(connection, "from");
            List<Integer> arrived = drain(connection, "to");
            assertThat(left).isNotEmpty().isSorted();
            assertThat(arrived).isSorted();
            everywhere.addAll(left);
            everywhere.addAll(arrived);
        }
        assertThat(everywhere).containsExactlyInAnyOrderElementsOf(IntStream.range(0, MESSAGES).boxed().toList());
    }

    /** @return how many have gone */
    private int moveUntilKilled(int enough) throws Exception {
        try (StartedProcess broker = launch()) {
            Connection connection = connect(broker);
            Api api = new Api(URI.create(address(broker, "http://")), "guest", "guest");
            Awaitility.await().ignoreExceptions().until(() -> api.get("/jobs").status() == 200);
            int before = (int) connection.createChannel().messageCount("to");
            String job = api.post("/queues/%2F/from/jobs",
                "{\"action\":\"move\",\"filter\":{},\"target\":{\"queue\":\"to\"},\"rate\":4000}").body();
            String path = "/jobs/" + JSON.readTree(job).path("id").asText();
            Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
                JsonNode now = JSON.readTree(api.get(path).body());
                assertThat(now.path("state").asText()).isIn("waiting", "running");
                return before + now.path("done").asInt() >= enough;
            });
            broker.signal("KILL");
            assertThat(broker.exitCode()).isNotZero();
            connection.abort();
            return enough;
        }
    }

    private StartedProcess launch() throws Exception {
        return StartedProcess.leveret(directory, Map.of("LEVERET_MANAGEMENT_ENABLED", "true"), "--amqp-port", "0", "--management-port", "0",
            "--data-dir", directory.resolve("data").toString());
    }

    private static Connection connect(StartedProcess broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(address(broker, "amqp://"));
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    /** What else the line says, such as that the API is still starting, stands behind a space. */
    private static String address(StartedProcess broker, String scheme) {
        String line = broker.firstLine();
        return line.substring(line.indexOf(scheme)).split(" ")[0].strip();
    }

    private static byte[] body(int number) {
        return String.format("%06d", number).repeat(100).getBytes();
    }

    private static List<Integer> drain(Connection connection, String queue) throws Exception {
        Channel channel = connection.createChannel();
        List<Integer> numbers = new ArrayList<>();
        for (GetResponse got = channel.basicGet(queue, true); got != null; got = channel.basicGet(queue, true)) {
            numbers.add(Integer.parseInt(new String(got.getBody(), 0, 6)));
        }
        return numbers;
    }
}
