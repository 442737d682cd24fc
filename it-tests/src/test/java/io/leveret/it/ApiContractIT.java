package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.MessageProperties;
import io.leveret.broker.Leveret;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer of the management API has the fields of {@code api-contract.txt}, with their types, and no others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiContractIT {

    private static final ApiContract CONTRACT = ApiContract.read();

    private Leveret broker;
    private Api api;
    private Connection connection;
    private Channel channel;
    private String connectionName;
    private String consumerTag;

    @BeforeAll
    void start() throws Exception {
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start();
        api = Api.of(broker);
        put("/vhosts/v", "{\"description\":\"d\",\"tags\":\"a,b\"}");
        put("/users/alice", "{\"password\":\"secret\",\"tags\":\"management\",\"limits\":{\"max-channels\":99}}");
        put("/permissions/v/alice", "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
        put("/topic-permissions/v/alice", "{\"exchange\":\"amq.topic\",\"write\":\".*\",\"read\":\".*\"}");
        put("/policies/v/p", "{\"pattern\":\"^q\",\"definition\":{\"max-length\":1000},\"apply-to\":\"queues\"}");
        put("/operator-policies/v/o", "{\"pattern\":\"^q\",\"definition\":{\"expires\":10000000}}");
        put("/vhost-limits/v/max-queues", "{\"value\":100}");
        put("/user-limits/alice/max-connections", "{\"value\":100}");
        put("/global-parameters/g", "{\"value\":{\"a\":1}}");
        put("/exchanges/v/x", "{\"type\":\"topic\",\"durable\":true}");
        put("/exchanges/v/later", "{\"type\":\"x-delayed-message\",\"arguments\":{\"x-delayed-type\":\"direct\"}}");
        put("/queues/v/q", "{\"durable\":true,\"arguments\":{\"x-single-active-consumer\":true}}");
        put("/queues/v/quorum", "{\"durable\":true,\"arguments\":{\"x-queue-type\":\"quorum\"}}");
        put("/queues/v/idle", "{}");
        api.post("/bindings/v/e/x/q/q", "{\"routing_key\":\"a.b\",\"arguments\":{\"n\":1}}");
        api.post("/bindings/v/e/x/e/amq.fanout", "{\"routing_key\":\"a.*\"}");
        work();
    }

    /** So much of everything that every field has something to show. */
    private void work() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        new BrokerAddress(broker.host(), broker.amqpPort(), "guest", "guest").applyTo(factory);
        factory.setVirtualHost("v");
        connection = factory.newConnection("the client");
        channel = connection.createChannel();
        channel.queueDeclare("mine", false, true, false, Map.of());
        channel.confirmSelect();
        for (int i = 0; i < 20; i++) channel.basicPublish("x", "a.b", MessageProperties.TEXT_PLAIN, new byte[10]);
        channel.basicPublish("", "quorum", MessageProperties.PERSISTENT_BASIC, new byte[10]);
        channel.waitForConfirmsOrDie(10_000);
        channel.basicQos(3);
        consumerTag = channel.basicConsume("q", false, new DefaultConsumer(channel));
        connectionName = api.get("/connections?columns=name").json().get(0).path("name").asText();
        await().atMost(Duration.ofSeconds(30)).until(() -> api.get("/channels").json().get(0).path("message_stats").path("deliver").asInt() == 3);
    }

    @AfterAll
    void stop() {
        if (connection != null) connection.abort(2_000);
        broker.close();
    }

    static Stream<ApiContract.Call> calls() {
        return CONTRACT.calls().stream();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isKept(ApiContract.Call call) {
        String path = call.path().replace("{connection}", Api.encoded(connectionName))
                .replace("{channel}", Api.encoded(connectionName + " (" + channel.getChannelNumber() + ")"))
                .replace("{amqp-port}", String.valueOf(broker.amqpPort()))
                .replace("{consumer}", consumerTag);
        if (path.contains("{job}")) path = path.replace("{job}", api.get("/jobs").json().path(0).path("id").asText());
        if (path.contains("{delayed}")) {
            path = path.replace("{delayed}", api.get("/exchanges/v/later/delayed").json().at("/messages/0/id").asText());
        }
        Api.Reply reply = api.send(call.method(), path, call.body());
        assertThat(reply.status()).as(reply.body()).isEqualTo(call.status());
        if (call.type().isEmpty()) assertThat(reply.body()).isEmpty();
        else assertThat(CONTRACT.problems(call, reply.json())).as(reply.body()).isEmpty();
    }

    /** Or the contract says why it does not. */
    @Test
    void asksForEveryRoute() {
        ApiRoutes routes = ApiRoutes.of(api.get("/openapi.yaml").body());
        Set<String> asked = new TreeSet<>(CONTRACT.left());
        CONTRACT.calls().forEach(call -> routes.of(call).ifPresent(route -> asked.add(route.toString())));
        assertThat(routes.routes()).hasSizeGreaterThan(100);
        assertThat(asked).containsExactlyInAnyOrderElementsOf(routes.routes().stream().map(ApiRoutes.Route::toString).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{\"name\":\"a\",\"vhost\":\"v\"} | 0",
        "{\"name\":\"a\"} | 1",
        "{\"name\":1,\"vhost\":null} | 2",
        "{\"name\":\"a\",\"vhost\":\"v\",\"more\":1} | 1",
        "[] | 1",
    })
    void isBrokenByWhatLacksOrIsOfAnotherType(String json, int problems) {
        ApiContract.Call call = new ApiContract.Call("GET", "/", "", 200, "named");
        assertThat(CONTRACT.problems(call, new Api.Reply(200, json, null).json())).hasSize(problems);
    }

    private void put(String path, String body) {
        Api.Reply reply = api.put(path, body);
        assertThat(reply.status()).as(path + " " + reply.body()).isIn(201, 204);
    }
}
