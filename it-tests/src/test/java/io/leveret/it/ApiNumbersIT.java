package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.MessageProperties;
import io.leveret.broker.Leveret;
import io.leveret.it.Api.Reply;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the management API counts, after a client has done so and so much: each test has a broker of its own. */
class ApiNumbersIT {

    /** What is counted is seen when the sampler comes round. */
    private static final Duration ROUND = Duration.ofSeconds(30);

    private static final String WINDOWS = "lengths_age=60&lengths_incr=5&msg_rates_age=60&msg_rates_incr=5";

    private Leveret broker;
    private Api api;
    private Connection connection;
    private Channel channel;

    @BeforeEach
    void start() throws Exception {
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).virtualHost("other")
                .user("alice", "secret", "management").permission("alice", "other", ".*", ".*", ".*").start();
        api = Api.of(broker);
        ConnectionFactory factory = new ConnectionFactory();
        new BrokerAddress(broker.host(), broker.amqpPort(), "guest", "guest").applyTo(factory);
        connection = factory.newConnection();
        channel = connection.createChannel();
    }

    @AfterEach
    void stop() {
        connection.abort(2_000);
        broker.close();
    }

    @Test
    void countsWhatIsPublished() throws Exception {
        channel.exchangeDeclare("x", "fanout");
        channel.queueDeclare("q/1 ä", false, false, false, Map.of());
        channel.queueDeclare("q2", false, false, false, Map.of());
        channel.queueBind("q/1 ä", "x", "");
        channel.queueBind("q2", "x", "");
        publish("x", "", 1_000);
        String queue = "/queues/%2F/" + Api.encoded("q/1 ä");
        awaitCount(queue, "publish", 1_000);
        JsonNode shown = api.get(queue + "?" + WINDOWS).json();
        assertThat(shown.path("messages").asLong()).isEqualTo(1_000);
        assertThat(shown.path("messages_ready").asLong()).isEqualTo(1_000);
        assertThat(shown.path("messages_unacknowledged").asLong()).isZero();
        assertThat(shown.path("message_bytes").asLong()).isEqualTo(10_000);
        assertThat(shown.path("message_bytes_ready").asLong()).isEqualTo(10_000);
        assertThat(shown.path("messages_ram").asLong() + shown.path("messages_paged_out").asLong()).isEqualTo(1_000);
        assertThat(shown.path("messages_persistent").asLong()).isZero();
        assertThat(shown.path("messages_details").path("samples").get(0).path("sample").asLong()).isEqualTo(1_000);
        assertThat(shown.path("message_stats").path("publish_details").path("samples").get(0).path("sample").asLong()).isEqualTo(1_000);
        JsonNode incoming = shown.path("incoming").get(0);
        assertThat(incoming.path("exchange").toString()).isEqualTo("{\"name\":\"x\",\"vhost\":\"/\"}");
        assertThat(incoming.path("stats").path("publish").asLong()).isEqualTo(1_000);

        JsonNode exchange = api.get("/exchanges/%2F/x").json();
        assertThat(exchange.path("message_stats").path("publish_in").asLong()).isEqualTo(1_000);
        assertThat(exchange.path("message_stats").path("publish_out").asLong()).isEqualTo(2_000);
        assertThat(exchange.path("user_who_performed_action").asText()).isEqualTo("guest");
        assertThat(exchange.path("incoming").get(0).path("stats").path("publish").asLong()).isEqualTo(1_000);
        assertThat(exchange.path("incoming").get(0).path("channel_details").path("number").asInt()).isEqualTo(channel.getChannelNumber());
        assertThat(StreamSupport.stream(exchange.path("outgoing").spliterator(), false).map(each -> each.path("queue").path("name").asText()))
                .containsExactlyInAnyOrder("q/1 ä", "q2");

        JsonNode overview = api.get("/overview").json();
        assertThat(overview.path("message_stats").path("publish").asLong()).isEqualTo(1_000);
        assertThat(overview.path("message_stats").path("confirm").asLong()).isEqualTo(1_000);
        assertThat(overview.path("queue_totals").path("messages").asLong()).isEqualTo(2_000);
        assertThat(overview.path("object_totals").path("queues").asLong()).isEqualTo(2);
        assertThat(overview.path("object_totals").path("connections").asLong()).isEqualTo(1);
        assertThat(overview.path("object_totals").path("channels").asLong()).isEqualTo(1);
        assertThat(overview.path("churn_rates").path("queue_created").asLong()).isEqualTo(2);
        assertThat(overview.path("churn_rates").path("connection_created").asLong()).isEqualTo(1);
        assertThat(overview.path("recv_oct").asLong()).isGreaterThan(10_000);
        assertThat(api.get("/overview?data_rates_age=60&data_rates_incr=5").json().path("recv_oct_details").path("samples")).isNotEmpty();

        JsonNode host = api.get("/vhosts/%2F").json();
        assertThat(host.path("messages").asLong()).isEqualTo(2_000);
        assertThat(host.path("message_stats").path("publish").asLong()).isEqualTo(1_000);
        assertThat(host.path("recv_oct").asLong()).isGreaterThan(10_000);
        JsonNode other = api.get("/vhosts/other").json();
        assertThat(other.path("messages").asLong()).isZero();
        assertThat(other.has("message_stats")).isFalse();
        assertThat(other.path("recv_oct").asLong()).isZero();
    }

    @Test
    void showsRatesWhileSomethingHappens() throws Exception {
        channel.queueDeclare("q", false, false, false, Map.of());
        channel.confirmSelect();
        await().atMost(ROUND).until(() -> {
            channel.basicPublish("", "q", null, new byte[1]);
            channel.waitForConfirmsOrDie(10_000);
            return rate("/queues/%2F/q") > 0 && rate("/overview") > 0 && rate("/vhosts/%2F") > 0
                    && rate("/queues/%2F/q", "messages_details") > 0;
        });
        JsonNode page = api.get("/queues?page=1&sort=message_stats.publish_details.rate&sort_reverse=true&columns="
                + "name,message_stats.publish_details.rate").json();
        assertThat(page.path("items").get(0).path("message_stats").path("publish_details").path("rate").isNumber()).isTrue();
        await().atMost(ROUND).until(() -> rate("/queues/%2F/q") == 0);
        assertThat(api.get("/queues/%2F/q").json().path("idle_since").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+00:00");
    }

    @Test
    void countsWhatIsDelivered() throws Exception {
        channel.queueDeclare("q", false, false, false, Map.of("x-single-active-consumer", true));
        publish("", "q", 20);
        channel.basicGet("q", true);
        channel.basicAck(channel.basicGet("q", false).getEnvelope().getDeliveryTag(), false);
        channel.queueDeclare("empty", false, true, true, Map.of());
        channel.basicGet("empty", true);
        channel.basicQos(5);
        String tag = channel.basicConsume("q", false, new DefaultConsumer(channel));
        awaitCount("/queues/%2F/q", "deliver", 5);
        JsonNode shown = api.get("/queues/%2F/q").json();
        assertThat(shown.path("messages_unacknowledged").asLong()).isEqualTo(5);
        assertThat(shown.path("messages_ready").asLong()).isEqualTo(13);
        assertThat(shown.path("consumers").asInt()).isEqualTo(1);
        assertThat(shown.path("consumer_utilisation").asDouble()).isBetween(0.0, 1.0);
        assertThat(shown.path("single_active_consumer_tag").asText()).isEqualTo(tag);
        assertThat(shown.path("consumer_details").get(0).path("activity_status").asText()).isEqualTo("single_active");
        assertThat(shown.path("deliveries").get(0).path("channel_details").path("connection_name").asText()).startsWith("127.0.0.1:");
        JsonNode stats = shown.path("message_stats");
        assertThat(stats.path("get").asLong()).isEqualTo(1);
        assertThat(stats.path("get_no_ack").asLong()).isEqualTo(1);
        assertThat(stats.path("ack").asLong()).isEqualTo(1);
        assertThat(stats.path("deliver_get").asLong()).isEqualTo(7);
        assertThat(stats.path("redeliver").asLong()).isZero();
        assertThat(api.get("/queues/%2F/empty").json().path("message_stats").path("get_empty").asLong()).isEqualTo(1);
        assertThat(api.get("/overview").json().path("message_stats").path("deliver_get").asLong()).isEqualTo(7);
    }

    @Test
    void tellsOfTheFirstMessage() throws Exception {
        channel.queueDeclare("q", false, false, false, Map.of());
        assertThat(api.get("/queues/%2F/q").json().path("head_message_timestamp").isNull()).isTrue();
        channel.basicPublish("", "q", MessageProperties.MINIMAL_BASIC.builder().timestamp(new Date(1_700_000_000_000L)).build(),
                new byte[1]);
        await().atMost(ROUND).until(() -> api.get("/queues/%2F/q").json().path("head_message_timestamp").asLong() == 1_700_000_000L);
        assertThat(api.get("/queues?columns=head_message_timestamp").body()).isEqualTo("[{\"head_message_timestamp\":1700000000}]");
        assertThat(api.get("/queues?sort=head_message_timestamp&columns=name").body()).isEqualTo("[{\"name\":\"q\"}]");
    }

    @Test
    void tellsWhatPoliciesComeTo() {
        api.put("/queues/%2F/q", "{}");
        api.put("/policies/%2F/mine", "{\"pattern\":\"^q$\",\"definition\":{\"max-length\":10,\"expires\":1000000}}");
        api.put("/operator-policies/%2F/theirs", "{\"pattern\":\".*\",\"definition\":{\"max-length\":5}}");
        assertThat(api.get("/queues/%2F/q?columns=policy,operator_policy,effective_policy_definition").body()).isEqualTo(
                "{\"policy\":\"mine\",\"operator_policy\":\"theirs\",\"effective_policy_definition\":{\"expires\":1000000,\"max-length\":5}}");
    }

    @Test
    void tellsWhoseAQueueIs() throws Exception {
        channel.queueDeclare("mine", false, true, false, Map.of());
        JsonNode owner = api.get("/queues/%2F/mine").json().path("owner_pid_details");
        assertThat(owner.path("name").asText()).endsWith(":" + broker.amqpPort());
        assertThat(owner.path("peer_host").asText()).isEqualTo("127.0.0.1");
        assertThat(owner.path("peer_port").asInt()).isPositive();
    }

    @Test
    void leavesNumbersOutForWhoeverWantsNone() throws Exception {
        channel.queueDeclare("q", false, false, false, Map.of());
        publish("", "q", 3);
        assertThat(api.get("/queues?disable_stats=true&columns=name,messages,consumers,message_stats").body()).isEqualTo("[{\"name\":\"q\"}]");
        assertThat(api.get("/queues?disable_stats=true&enable_queue_totals=true&columns=messages,consumers").body())
                .isEqualTo("[{\"messages\":3}]");
        assertThat(api.get("/queues/%2F/q?disable_stats=true&columns=messages,name").body()).isEqualTo("{\"name\":\"q\"}");
        assertThat(api.get("/exchanges/%2F/amq.topic?disable_stats=true&columns=name,incoming").body()).isEqualTo("{\"name\":\"amq.topic\"}");
        assertThat(api.get("/overview?disable_stats=true&columns=queue_totals,message_stats").body()).isEqualTo("{}");
        assertThat(api.get("/vhosts/%2F?disable_stats=true&columns=name,messages").body()).isEqualTo("{\"name\":\"/\"}");
        assertThat(api.get("/consumers?disable_stats=true").status()).isEqualTo(400);
    }

    @Test
    void showsEverybodyTheTotalsOfTheirVirtualHosts() throws Exception {
        channel.queueDeclare("q", false, false, false, Map.of());
        publish("", "q", 3);
        Api alice = api.as("alice", "secret");
        alice.put("/queues/other/hers", "{}");
        alice.post("/exchanges/other/amq.default/publish",
                "{\"properties\":{},\"routing_key\":\"hers\",\"payload\":\"a\",\"payload_encoding\":\"string\"}");
        JsonNode overview = alice.get("/overview").json();
        assertThat(overview.path("queue_totals").path("messages").asLong()).isEqualTo(1);
        assertThat(overview.path("object_totals").path("queues").asLong()).isEqualTo(1);
        assertThat(overview.path("object_totals").path("connections").asLong()).isZero();
        assertThat(overview.path("object_totals").has("consumers")).isFalse();
        assertThat(overview.has("node")).isFalse();
        assertThat(api.get("/overview").json().path("queue_totals").path("messages").asLong()).isEqualTo(4);
    }

    @Test
    void forgetsWhatWasCounted() throws Exception {
        channel.queueDeclare("q", false, false, false, Map.of());
        publish("", "q", 10);
        awaitCount("/queues/%2F/q", "publish", 10);
        assertThat(api.delete("/reset/nowhere").status()).isEqualTo(404);
        assertThat(api.as("alice", "secret").delete("/reset").status()).isEqualTo(401);
        assertThat(api.delete("/reset").status()).isEqualTo(204);
        assertThat(api.get("/overview").json().path("message_stats")).isEmpty();
        assertThat(api.get("/queues/%2F/q").json().has("message_stats")).isFalse();
        assertThat(api.get("/queues/%2F/q").json().path("messages").asLong()).isEqualTo(10);
        publish("", "q", 5);
        awaitCount("/queues/%2F/q", "publish", 5);
    }

    @Test
    void countsLogins() {
        String attempts = "/auth/attempts/rabbit@localhost";
        assertThat(api.get(attempts).body()).contains("{\"protocol\":\"amqp091\",\"auth_attempts\":1,\"auth_attempts_failed\":0,"
                + "\"auth_attempts_succeeded\":1}");
        assertThat(api.get(attempts + "/source").json().findValuesAsText("username")).contains("guest");
        assertThat(api.delete(attempts).status()).isEqualTo(204);
        assertThat(api.get(attempts).body()).doesNotContain("amqp091");
        assertThat(api.get("/auth/attempts/elsewhere").status()).isEqualTo(404);
        assertThat(api.as("alice", "secret").get(attempts)).extracting(Reply::status, Reply::body)
                .containsExactly(401, "{\"error\":\"not_authorised\",\"reason\":\"Not monitor user\"}");
    }

    @ParameterizedTest
    @CsvSource({"10,0", "-10,5", "10,-1", "6000,10", "99999999999,5"})
    void refusesWindowsThatMakeNoSense(String age, String step) {
        String window = "_age=" + age + "&%s_incr=" + step;
        for (String kind : new String[] {"lengths", "msg_rates", "data_rates", "node_stats"}) {
            String query = "?" + kind + String.format(window, kind);
            for (String path : new String[] {"/queues", "/queues/%2F/none", "/overview", "/connections", "/channels", "/exchanges/%2F/amq.topic",
                "/exchanges", "/vhosts", "/vhosts/%2F"}) {
                Reply reply = api.get(path + query);
                if (path.endsWith("none")) assertThat(reply.status()).isIn(400, 404);
                else assertThat(reply.json().path("reason").asText()).as(path).isEqualTo("Invalid range parameters: age " + age + ", incr " + step);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lengths_age=10", "lengths_age=x&lengths_incr=5", "msg_rates_age=5&msg_rates_incr=10", "msg_rates_age=&msg_rates_incr="})
    void takesWindowsThatAreNoneForNone(String query) {
        assertThat(api.get("/queues?" + query).status()).isEqualTo(200);
        assertThat(api.get("/overview?" + query).status()).isEqualTo(200);
    }

    private void publish(String exchange, String key, int count) throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < count; i++) channel.basicPublish(exchange, key, MessageProperties.MINIMAL_BASIC, new byte[10]);
        channel.waitForConfirmsOrDie(10_000);
    }

    private void awaitCount(String path, String figure, long count) {
        await().atMost(ROUND).until(() -> api.get(path).json().path("message_stats").path(figure).asLong() == count);
    }

    private double rate(String path) {
        return api.get(path).json().path("message_stats").path("publish_details").path("rate").asDouble();
    }

    private double rate(String path, String details) {
        return api.get(path).json().path(details).path("rate").asDouble();
    }
}
