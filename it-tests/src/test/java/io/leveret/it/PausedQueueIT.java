package io.leveret.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code PUT /api/queues/V/Q/pause} and {@code /resume}. */
class PausedQueueIT {
    private static final String QUEUE = "to/be paused";

    @TempDir
    Path directory;

    private Leveret broker;
    private Api api;
    private Connection connection;
    private Channel channel;
    private final List<String> received = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws Exception {
        broker = Leveret.builder().dataDir(directory).amqpPort(0).managementPort(0).start();
        api = Api.of(broker);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(broker.amqpPort());
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.queueDeclare(QUEUE, true, false, false, null);
        channel.confirmSelect();
    }

    @AfterEach
    void stop() {
        connection.abort();
        broker.close();
    }

    @Test
    void aPausedQueueTakesMessagesAndHandsOutNone() throws Exception {
        change("pause");
        consume();
        publish("a");
        assertThat(channel.basicGet(QUEUE, true)).isNull();
        assertThat(channel.queueDeclarePassive(QUEUE).getMessageCount()).isEqualTo(1);
        assertThat(received).isEmpty();
        assertThat(state()).isEqualTo("{\"state\":\"paused\"}");
        assertThat(api.post("/queues/%2F/" + Api.encoded(QUEUE) + "/get",
                "{\"count\":1,\"ackmode\":\"ack_requeue_true\",\"encoding\":\"auto\"}").body()).contains("\"payload\":\"a\"");
        assertThat(api.post("/explain/%2F/amq.default", "{\"routing_key\":\"" + QUEUE + "\"}").body())
                .contains("\"paused\":true", "waits: the queue is paused");
        change("resume");
        await().until(() -> received.equals(List.of("a")));
        assertThat(state()).isEqualTo("{\"state\":\"running\"}");
    }

    @Test
    void itIsPausedAfterARestartToo() throws Exception {
        change("pause");
        publish("a");
        stop();
        start();
        consume();
        publish("b");
        assertThat(channel.queueDeclarePassive(QUEUE).getMessageCount()).isEqualTo(2);
        assertThat(received).isEmpty();
        change("resume");
        await().until(() -> received.equals(List.of("a", "b")));
        stop();
        start();
        assertThat(state()).isEqualTo("{\"state\":\"running\"}");
    }

    @Test
    void aQueueOfThatNameThatIsDeclaredAnewIsNotPaused() throws Exception {
        change("pause");
        channel.queueDelete(QUEUE);
        channel.queueDeclare(QUEUE, true, false, false, null);
        stop();
        start();
        assertThat(state()).isEqualTo("{\"state\":\"running\"}");
    }

    @Test
    void needsAQueueAndTheRightToConfigureIt() {
        assertThat(api.put("/queues/%2F/nowhere/pause", "").status()).isEqualTo(404);
        assertThat(api.put("/queues/nowhere/q/pause", "").status()).isEqualTo(404);
        api.put("/users/reader", "{\"password\":\"secret\",\"tags\":\"management\"}");
        Api reader = api.as("reader", "secret");
        assertThat(reader.put("/queues/%2F/" + Api.encoded(QUEUE) + "/pause", "").status()).isEqualTo(404);
        api.put("/permissions/%2F/reader", "{\"configure\":\"\",\"write\":\".*\",\"read\":\".*\"}");
        assertThat(reader.put("/queues/%2F/" + Api.encoded(QUEUE) + "/pause", "").status()).isEqualTo(401);
        assertThat(state()).isEqualTo("{\"state\":\"running\"}");
    }

    private void change(String what) {
        for (int i = 0; i < 2; i++) assertThat(api.put("/queues/%2F/" + Api.encoded(QUEUE) + "/" + what, "").status()).isEqualTo(204);
    }

    private String state() {
        return api.get("/queues/%2F/" + Api.encoded(QUEUE) + "?columns=state").body();
    }

    private void consume() throws Exception {
        channel.basicConsume(QUEUE, true, (tag, delivery) -> received.add(new String(delivery.getBody(), UTF_8)), tag -> { });
    }

    private void publish(String body) throws Exception {
        channel.basicPublish("", QUEUE, com.rabbitmq.client.MessageProperties.PERSISTENT_BASIC, body.getBytes(UTF_8));
        channel.waitForConfirmsOrDie(10_000);
    }
}
