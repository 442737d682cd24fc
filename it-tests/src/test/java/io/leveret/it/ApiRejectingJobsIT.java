package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import io.leveret.broker.Leveret;
import io.leveret.it.Api.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages are put behind the others, die, or are sent back elsewhere than to where they died, by jobs of the HTTP API. */
class ApiRejectingJobsIT {

    private static final BasicProperties PERSISTENT = new BasicProperties.Builder().deliveryMode(2).build();

    @TempDir
    private static Path directory;

    private static Leveret broker;
    private static Api api;
    private final List<String> queues = new ArrayList<>();
    private Connection connection;
    private Channel channel;

    @BeforeAll
    static void start() {
        broker = Leveret.builder().dataDir(directory.resolve("data")).amqpPort(0).managementPort(0).start();
        api = Api.of(broker);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    @AfterEach
    void disconnect() throws Exception {
        for (String queue : queues) channel.queueDelete(queue);
        connection.close();
    }

    @Test
    void requeuesBehindAllOthers() throws Exception {
        declare("q", Map.of());
        publish("q", "a", "b", "c", "d");
        JsonNode job = finished("q", "{\"action\":\"requeue\",\"filter\":{\"text\":\"/^[ab]$/\"}}");
        assertThat(job.path("done").asInt()).isEqualTo(2);
        assertThat(job.at("/targets/0/queue").asText()).isEqualTo("q");
        assertThat(drain("q")).containsExactly("c", "d", "a", "b");
    }

    @Test
    void requeuesInAFullQueueToo() throws Exception {
        declare("q", Map.of("x-max-length", 3, "x-overflow", "reject-publish"));
        publish("q", "a", "b", "c");
        assertThat(finished("q", "{\"action\":\"requeue\",\"filter\":{\"text\":\"a\"}}").path("done").asInt()).isEqualTo(1);
        assertThat(drain("q")).containsExactly("b", "c", "a");
    }

    @Test
    void letsMessagesDieAsIfTheyWereRejected() throws Exception {
        declare("dead", Map.of());
        declare("q", Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead"));
        publish("q", "a", "b", "c");
        JsonNode dry = finished("q", "{\"action\":\"dead_letter\",\"filter\":{},\"dry_run\":true}");
        assertThat(dry.path("done").asInt()).isEqualTo(3);
        assertThat(dry.at("/targets/0/routing_key").asText()).isEqualTo("dead");
        JsonNode job = finished("q", "{\"action\":\"dead_letter\",\"messages\":[\"" + id("q", 1) + "\"]}");
        assertThat(job.path("done").asInt()).isEqualTo(1);
        assertThat(drain("q")).containsExactly("a", "c");
        GetResponse letter = channel.basicGet("dead", true);
        assertThat(new String(letter.getBody())).isEqualTo("b");
        Map<?, ?> death = (Map<?, ?>) ((List<?>) letter.getProps().getHeaders().get("x-death")).get(0);
        assertThat(death.get("reason")).hasToString("rejected");
        assertThat(death.get("queue")).hasToString("q");
    }

    @Test
    void whatWouldReachNoQueueStays() throws Exception {
        declare("q", Map.of("x-dead-letter-exchange", "amq.direct"));
        publish("q", "a", "b");
        JsonNode job = finished("q", "{\"action\":\"dead_letter\",\"filter\":{}}");
        assertThat(job.path("done").asInt()).isZero();
        assertThat(job.path("failed").asInt()).isEqualTo(2);
        assertThat(job.at("/failures/0/reason").asText()).isEqualTo("its dead letter would reach no queue");
        assertThat(drain("q")).containsExactly("a", "b");
    }

    @Test
    void nothingDiesWhereThereIsNoDeadLetterExchange() throws Exception {
        declare("q", Map.of());
        Reply reply = api.post("/queues/%2F/q/jobs", "{\"action\":\"dead_letter\",\"filter\":{}}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("queue 'q' in vhost '/' has no dead-letter exchange");
    }

    @Test
    void redrivesElsewhereThanToWhereMessagesDied() throws Exception {
        declare("dead", Map.of());
        declare("work", Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead"));
        declare("retry", Map.of());
        declare("special", Map.of());
        publish("work", "a", "b", "c");
        finished("work", "{\"action\":\"dead_letter\",\"filter\":{}}");
        String target = "\"target\":{\"instead\":{\"work\":\"retry\"},\"messages\":{\"" + id("dead", 2) + "\":\"special\"}}";
        JsonNode dry = finished("dead", "{\"action\":\"redrive\",\"filter\":{}," + target + ",\"dry_run\":true}");
        assertThat(dry.path("targets").toString()).contains("{\"queue\":\"retry\",\"count\":2}", "{\"queue\":\"special\",\"count\":1}");
        assertThat(finished("dead", "{\"action\":\"redrive\",\"filter\":{}," + target + "}").path("done").asInt()).isEqualTo(3);
        GetResponse first = channel.basicGet("retry", true);
        assertThat(first.getProps().getHeaders()).containsEntry("x-redriven", 1L);
        assertThat(first.getEnvelope().getRoutingKey()).isEqualTo("work");
        assertThat(drain("retry")).containsExactly("b");
        assertThat(drain("special")).containsExactly("c");
        assertThat(drain("dead")).isEmpty();
    }

    @Test
    void whoMayOnlyReadMayLetMessagesDie() throws Exception {
        declare("dead", Map.of());
        declare("q", Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead"));
        publish("q", "a");
        api.put("/users/reader", "{\"password\":\"secret\",\"tags\":\"management\"}");
        api.put("/permissions/%2F/reader", "{\"configure\":\"\",\"write\":\"\",\"read\":\"^q$\"}");
        Api reader = api.as("reader", "secret");
        assertThat(reader.post("/queues/%2F/q/jobs", "{\"action\":\"remove\",\"filter\":{},\"dry_run\":true}").status()).isEqualTo(201);
        assertThat(reader.post("/queues/%2F/dead/jobs", "{\"action\":\"requeue\",\"filter\":{}}").status()).isNotEqualTo(201);
        assertThat(reader.post("/queues/%2F/q/jobs", "{\"action\":\"dead_letter\",\"filter\":{}}").status()).isEqualTo(201);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> channel.messageCount("dead") == 1);
    }

    private void declare(String queue, Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, true, false, false, arguments);
        queues.add(queue);
    }

    private void publish(String queue, String... bodies) throws Exception {
        for (String body : bodies) channel.basicPublish("", queue, PERSISTENT, body.getBytes());
        channel.waitForConfirmsOrDie(30_000);
    }

    private List<String> drain(String queue) throws Exception {
        List<String> bodies = new ArrayList<>();
        for (GetResponse got = channel.basicGet(queue, true); got != null; got = channel.basicGet(queue, true)) bodies.add(new String(got.getBody()));
        return bodies;
    }

    private static String id(String queue, int at) {
        return api.get("/queues/%2F/" + queue + "/messages").json().at("/messages/" + at + "/id").asText();
    }

    private static JsonNode finished(String queue, String body) {
        Reply reply = api.post("/queues/%2F/" + queue + "/jobs", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        String path = "/jobs/" + reply.json().path("id").asText();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> api.get(path).json().has("finished_at"));
        return api.get(path).json();
    }
}
