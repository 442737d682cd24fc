package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQConnection;
import io.leveret.broker.Leveret;
import io.leveret.it.Api.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections, channels and consumers as the management API shows them while a client does something. */
class ApiClientsIT {

    /** What is counted is seen when the sampler comes round. */
    private static final Duration ROUND = Duration.ofSeconds(30);

    private static Leveret broker;
    private static Api api;

    private final List<Connection> opened = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path directory) {
        broker = Leveret.builder().dataDir(directory).amqpPort(0).managementPort(0).virtualHost("v w")
                .user("alice", "secret", "management").permission("alice", "/", ".*", ".*", ".*")
                .user("mona", "secret", "monitoring").permission("guest", "v w", ".*", ".*", ".*").start();
        broker.setDiskFreeLimit(0);
        api = Api.of(broker);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void closeAll() {
        for (Connection each : opened) each.abort(2_000);
        await().atMost(ROUND).until(() -> api.get("/connections").json().isEmpty());
    }

    // ---- connections

    @Test
    void showsAConnection() throws Exception {
        Connection connection = open("guest", "/", "my \"app\" ä€");
        connection.createChannel();
        JsonNode shown = api.get("/connections/" + Api.encoded(name(connection))).json();
        assertThat(shown.path("name").asText()).isEqualTo("127.0.0.1:" + ((AMQConnection) connection).getLocalPort() + " -> 127.0.0.1:" + broker.amqpPort());
        assertThat(shown.path("user_provided_name").asText()).isEqualTo("my \"app\" ä€");
        assertThat(shown.path("protocol").asText()).isEqualTo("AMQP 0-9-1");
        assertThat(shown.path("type").asText()).isEqualTo("network");
        assertThat(shown.path("user").asText()).isEqualTo("guest");
        assertThat(shown.path("vhost").asText()).isEqualTo("/");
        assertThat(shown.path("state").asText()).isEqualTo("running");
        assertThat(shown.path("channels").asInt()).isEqualTo(1);
        assertThat(shown.path("peer_port").asInt()).isEqualTo(((AMQConnection) connection).getLocalPort());
        assertThat(shown.path("port").asInt()).isEqualTo(broker.amqpPort());
        assertThat(shown.path("timeout").asInt()).isEqualTo(connection.getHeartbeat());
        assertThat(shown.path("frame_max").asInt()).isEqualTo(connection.getFrameMax());
        assertThat(shown.path("channel_max").asInt()).isEqualTo(connection.getChannelMax());
        assertThat(shown.path("auth_mechanism").asText()).isEqualTo("PLAIN");
        assertThat(shown.path("connected_at").asLong()).isCloseTo(System.currentTimeMillis(), Offset.offset(60_000L));
        assertThat(shown.path("client_properties").path("capabilities").path("basic.nack").asBoolean()).isTrue();
        assertThat(shown.path("ssl").asBoolean(true)).isFalse();
        assertThat(shown.path("ssl_protocol").isNull()).isTrue();
    }

    @Test
    void countsWhatGoesOverAConnection() throws Exception {
        Connection connection = open("guest", "/", "counted");
        String path = "/connections/" + Api.encoded(name(connection));
        connection.createChannel().basicPublish("", "nowhere", null, new byte[100_000]);
        await().atMost(ROUND).until(() -> api.get(path).json().path("recv_oct").asLong() > 100_000);
        JsonNode shown = api.get(path + "?data_rates_age=60&data_rates_incr=5").json();
        assertThat(shown.path("recv_cnt").asLong()).isPositive();
        assertThat(shown.path("send_oct").asLong()).isPositive();
        JsonNode details = shown.path("recv_oct_details");
        assertThat(details.path("samples").get(0).path("sample").asLong()).isEqualTo(shown.path("recv_oct").asLong());
        assertThat(details.path("samples").get(0).path("timestamp").asLong()).isPositive();
        assertThat(details.path("avg").isNumber()).isTrue();
        assertThat(details.path("avg_rate").isNumber()).isTrue();
    }

    @Test
    void showsNothingOfAClosedConnection() throws Exception {
        Connection connection = open("guest", "/", "short");
        String path = "/connections/" + Api.encoded(name(connection));
        assertThat(api.get(path).status()).isEqualTo(200);
        connection.close();
        await().atMost(ROUND).until(() -> api.get(path).status() == 404);
        assertThat(api.get("/connections").json()).isEmpty();
        assertThat(api.get("/channels").json()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"because -> I say | because -> I say", "'' | Closed via management plugin"})
    void closesAConnection(String reason, String told) throws Exception {
        Connection connection = open("guest", "/", "victim");
        CompletableFuture<ShutdownSignalException> end = new CompletableFuture<>();
        connection.addShutdownListener(end::complete);
        String path = "/connections/" + Api.encoded(name(connection));
        Reply reply = reason.isEmpty() ? api.delete(path) : api.send("DELETE", path, "", "X-Reason", reason);
        assertThat(reply.status()).isEqualTo(204);
        AMQP.Connection.Close close = (AMQP.Connection.Close) end.get(10, TimeUnit.SECONDS).getReason();
        assertThat(close.getReplyCode()).isEqualTo(320);
        assertThat(close.getReplyText()).isEqualTo("CONNECTION_FORCED - " + told);
        assertThat(api.delete(path).status()).isEqualTo(404);
    }

    @Test
    void closesAConnectionForALongReason() throws Exception {
        Connection connection = open("guest", "/", "victim");
        assertThat(api.send("DELETE", "/connections/" + Api.encoded(name(connection)), "", "X-Reason", "x".repeat(2_000)).status())
                .isEqualTo(204);
        await().atMost(ROUND).until(() -> !connection.isOpen());
        assertThat(connection.getCloseReason().getMessage()).contains("320", "CONNECTION_FORCED - xxx");
    }

    @Test
    void closesAllConnectionsOfAUser() throws Exception {
        Connection hers = open("alice", "/", "a");
        Connection other = open("guest", "/", "b");
        assertThat(api.get("/connections/username/alice").body()).isEqualTo("[{\"name\":\"" + name(hers)
                + "\",\"vhost\":\"/\",\"user\":\"alice\",\"node\":\"rabbit@localhost\"}]");
        assertThat(api.delete("/connections/username/alice").status()).isEqualTo(204);
        await().atMost(ROUND).until(() -> !hers.isOpen());
        assertThat(other.isOpen()).isTrue();
        assertThat(api.get("/connections/username/nobody").body()).isEqualTo("[]");
    }

    @Test
    void saysThatAPublisherIsBlocked() throws Exception {
        Connection connection = open("guest", "/", "publisher");
        Channel channel = connection.createChannel();
        String state = "/connections/" + Api.encoded(name(connection)) + "?columns=state";
        broker.setDiskFreeLimit(Long.MAX_VALUE);
        try {
            await().atMost(ROUND).until(() -> {
                channel.basicPublish("", "nowhere", null, new byte[1]);
                return api.get(state).body().equals("{\"state\":\"blocked\"}");
            });
        } finally {
            broker.setDiskFreeLimit(0);
        }
        await().atMost(ROUND).until(() -> api.get(state).body().equals("{\"state\":\"running\"}"));
    }

    @Test
    void sortsFiltersAndPagesConnections() throws Exception {
        for (String each : List.of("x", "y", "z")) open("guest", each.equals("y") ? "v w" : "/", each);
        JsonNode page = api.get("/connections?page=1&page_size=2&sort=user_provided_name&sort_reverse=true"
                + "&columns=user_provided_name,client_properties.product").json();
        assertThat(page.path("items").toString()).isEqualTo("[{\"user_provided_name\":\"z\",\"client_properties\":{\"product\":\"RabbitMQ\"}},"
                + "{\"user_provided_name\":\"y\",\"client_properties\":{\"product\":\"RabbitMQ\"}}]");
        assertThat(page.path("total_count").asInt()).isEqualTo(3);
        assertThat(texts(api.get("/vhosts/v%20w/connections").json(), "user_provided_name")).containsExactly("y");
        assertThat(api.get("/connections?page=1&name=no+such").json().path("filtered_count").asInt()).isZero();
        assertThat(api.get("/connections?disable_stats=true&columns=state,channels,recv_oct,user_provided_name&sort=user_provided_name").body())
                .isEqualTo("[{\"user_provided_name\":\"x\"},{\"user_provided_name\":\"y\"},{\"user_provided_name\":\"z\"}]");
    }

    // ---- channels and consumers

    @Test
    void countsWhatAChannelPublishes() throws Exception {
        Channel channel = open("guest", "/", "publisher").createChannel();
        channel.confirmSelect();
        channel.exchangeDeclare("clients.x", "fanout", false, true, Map.of());
        channel.queueDeclare("clients.q", false, true, true, Map.of());
        channel.queueBind("clients.q", "clients.x", "");
        for (int i = 0; i < 1_000; i++) channel.basicPublish("clients.x", "", MessageProperties.MINIMAL_BASIC, new byte[10]);
        channel.basicPublish("", "nowhere", true, null, new byte[10]);
        channel.waitForConfirmsOrDie(10_000);
        String path = channel(channel);
        await().atMost(ROUND).until(() -> api.get(path).json().path("message_stats").path("confirm").asLong() == 1_001);
        JsonNode shown = api.get(path).json();
        assertThat(shown.path("confirm").asBoolean()).isTrue();
        assertThat(shown.path("messages_unconfirmed").asLong()).isZero();
        JsonNode stats = shown.path("message_stats");
        assertThat(stats.path("publish").asLong()).isEqualTo(1_001);
        assertThat(stats.path("return_unroutable").asLong()).isEqualTo(1);
        assertThat(stats.path("drop_unroutable").asLong()).isZero();
        assertThat(stats.path("publish_details").path("rate").isNumber()).isTrue();
        assertThat(stats.has("deliver")).isFalse();
        JsonNode published = StreamSupport.stream(shown.path("publishes").spliterator(), false)
                .filter(each -> each.path("exchange").path("name").asText().equals("clients.x")).findAny().orElseThrow();
        assertThat(published.path("exchange").path("vhost").asText()).isEqualTo("/");
        assertThat(published.path("stats").path("publish").asLong()).isEqualTo(1_000);
    }

    @Test
    void showsWhatAConsumerHolds() throws Exception {
        Channel channel = open("guest", "v w", "consumer").createChannel();
        channel.queueDeclare("clients/q+1", false, false, true, Map.of());
        channel.basicQos(7);
        for (int i = 0; i < 10; i++) channel.basicPublish("", "clients/q+1", null, new byte[1]);
        String tag = channel.basicConsume("clients/q+1", false, Map.of("x-priority", 3), new DefaultConsumer(channel));
        String path = channel(channel);
        await().atMost(ROUND).until(() -> api.get(path).json().path("messages_unacknowledged").asInt() == 7);
        JsonNode shown = api.get(path).json();
        assertThat(shown.path("prefetch_count").asInt()).isEqualTo(7);
        assertThat(shown.path("consumer_count").asInt()).isEqualTo(1);
        assertThat(shown.path("connection_details").path("name").asText()).isEqualTo(name(channel.getConnection()));
        JsonNode consumer = shown.path("consumer_details").get(0);
        assertThat(consumer.path("consumer_tag").asText()).isEqualTo(tag);
        assertThat(consumer.path("queue").toString()).isEqualTo("{\"name\":\"clients/q+1\",\"vhost\":\"v w\"}");
        assertThat(consumer.path("channel_details").path("name").asText()).isEqualTo(shown.path("name").asText());
        assertThat(consumer.path("prefetch_count").asInt()).isEqualTo(7);
        assertThat(consumer.path("ack_required").asBoolean()).isTrue();
        assertThat(consumer.path("active").asBoolean()).isTrue();
        assertThat(consumer.path("activity_status").asText()).isEqualTo("up");
        assertThat(consumer.path("arguments").path("x-priority").asInt()).isEqualTo(3);
        assertThat(api.get("/consumers/v%20w").json().get(0)).isEqualTo(consumer);
        assertThat(api.get("/consumers?columns=consumer_tag").body()).isEqualTo("[{\"consumer_tag\":\"" + tag + "\"}]");
        assertThat(api.get("/consumers/%2F").body()).isEqualTo("[]");
        await().atMost(ROUND).until(() -> api.get(path).json().path("message_stats").path("deliver").asInt() == 7);
        assertThat(api.get(path).json().path("deliveries").get(0).path("queue").path("name").asText()).isEqualTo("clients/q+1");
        channel.basicCancel(tag);
        assertThat(api.get("/consumers").body()).isEqualTo("[]");
    }

    @Test
    void listsChannelsByNumber() throws Exception {
        Connection connection = open("guest", "/", "many");
        for (int i = 1; i <= 11; i++) connection.createChannel(i);
        assertThat(api.get("/connections/" + Api.encoded(name(connection)) + "/channels").json().findValuesAsText("number"))
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
        assertThat(api.get("/channels?page=2&page_size=10").json().path("items").size()).isEqualTo(1);
        assertThat(api.get("/vhosts/%2F/channels").json()).hasSize(11);
        assertThat(api.get("/vhosts/v%20w/channels").json()).isEmpty();
        assertThat(api.get("/channels/" + Api.encoded(name(connection) + " (12)")).status()).isEqualTo(404);
    }

    // ---- who sees what

    @Test
    void showsEverybodyTheirOwn() throws Exception {
        Connection hers = open("alice", "/", "hers");
        Connection his = open("guest", "/", "his");
        hers.createChannel();
        his.createChannel();
        Api alice = api.as("alice", "secret");
        Api mona = api.as("mona", "secret");
        for (String list : List.of("/connections", "/channels")) {
            assertThat(texts(alice.get(list).json(), "user")).containsExactly("alice");
            assertThat(texts(mona.get(list).json(), "user")).containsExactlyInAnyOrder("alice", "guest");
        }
        String her = Api.encoded(name(hers));
        String him = Api.encoded(name(his));
        assertThat(alice.get("/connections/" + her).status()).isEqualTo(200);
        for (String path : List.of("/connections/" + him, "/connections/" + him + "/channels", "/connections/username/guest",
                "/channels/" + him + "%20(1)")) {
            assertThat(mona.get(path).status()).isEqualTo(200);
            assertThat(alice.get(path)).extracting(Reply::status, Reply::body)
                    .containsExactly(401, "{\"error\":\"not_authorised\",\"reason\":\"User not authorised to access object\"}");
        }
        assertThat(mona.delete("/connections/" + her).status()).isEqualTo(401);
        assertThat(mona.delete("/connections/username/alice").status()).isEqualTo(401);
        assertThat(alice.get("/vhosts/v%20w/connections").status()).isEqualTo(404);
        assertThat(alice.delete("/connections/" + her).status()).isEqualTo(204);
        await().atMost(ROUND).until(() -> !hers.isOpen());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/connections/none", "/connections/none/channels", "/connections/none/sessions", "/channels/none",
        "/channels/none%20(1)", "/channels/%20(", "/consumers/none", "/vhosts/none/connections", "/vhosts/none/channels"})
    void findsNothing(String path) {
        assertThat(api.get(path)).extracting(Reply::status, Reply::body)
                .containsExactly(404, "{\"error\":\"Object Not Found\",\"reason\":\"Not Found\"}");
    }

    @Test
    void hasNoSessions() throws Exception {
        Connection connection = open("guest", "/", "old");
        assertThat(api.get("/connections/" + Api.encoded(name(connection)) + "/sessions")).extracting(Reply::status, Reply::body)
                .containsExactly(400, "{\"error\":\"bad_request\",\"reason\":\"connection does not use AMQP 1.0\"}");
    }

    private Connection open(String user, String virtualHost, String givenName) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        new BrokerAddress(broker.host(), broker.amqpPort(), user, user.equals("guest") ? "guest" : "secret").applyTo(factory);
        factory.setVirtualHost(virtualHost);
        Connection connection = factory.newConnection(givenName);
        opened.add(connection);
        return connection;
    }

    /** As the broker sees it. */
    private static String name(Connection connection) {
        return "127.0.0.1:" + ((AMQConnection) connection).getLocalPort() + " -> 127.0.0.1:" + broker.amqpPort();
    }

    private static String channel(Channel channel) {
        return "/channels/" + Api.encoded(name(channel.getConnection()) + " (" + channel.getChannelNumber() + ")");
    }

    private static List<String> texts(JsonNode rows, String field) {
        return StreamSupport.stream(rows.spliterator(), false).map(row -> row.path(field).asText()).toList();
    }
}
