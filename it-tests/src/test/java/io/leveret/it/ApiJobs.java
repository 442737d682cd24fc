package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.leveret.broker.Leveret;
import io.leveret.it.Api.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/** Jobs of the HTTP API, and queues for them to work on. */
final class ApiJobs {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final BasicProperties PERSISTENT = new BasicProperties.Builder().deliveryMode(2).build();

    private final Api api;
    private final Channel channel;
    private final List<String> queues = new ArrayList<>();

    ApiJobs(Api api, Channel channel) {
        this.api = api;
        this.channel = channel;
    }

    /** With little memory for messages. */
    static BrokerWithApi broker(Supplier<Path> directory) {
        return BrokerWithApi.started(() -> Leveret.builder().dataDir(directory.get().resolve("data"))
                .set("memory.messages", "1%").amqpPort(0).managementPort(0).start());
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    void deleteQueues() throws IOException {
        for (String queue : queues) channel.queueDelete(queue);
    }

    void declare(String queue, Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, true, false, false, arguments);
        queues.add(queue);
    }

    void publish(String queue, int count, int size) throws Exception {
        for (int i = 0; i < count; i++) {
            byte[] body = new byte[Math.max(size, 10)];
            byte[] name = ("m" + i + " ").getBytes();
            System.arraycopy(name, 0, body, 0, name.length);
            channel.basicPublish("", queue, i % 5 == 4 ? null : PERSISTENT, body);
        }
        channel.waitForConfirmsOrDie(30_000);
    }

    List<String> drain(String queue) throws Exception {
        List<String> bodies = new ArrayList<>();
        for (GetResponse got = channel.basicGet(queue, true); got != null; got = channel.basicGet(queue, true)) bodies.add(name(got.getBody()));
        return bodies;
    }

    static String name(byte[] body) {
        return new String(body).split(" ")[0];
    }

    JsonNode start(String queue, String body) throws Exception {
        Reply reply = api.post("/queues/%2F/" + Api.encoded(queue) + "/jobs", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return json(reply.body());
    }

    JsonNode finished(JsonNode job) throws Exception {
        String path = "/jobs/" + job.path("id").asText();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> read(path).has("finished_at"));
        return read(path);
    }

    JsonNode read(String path) throws Exception {
        Reply reply = api.get(path);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return json(reply.body());
    }
}
