package io.leveret.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.leveret.broker.Leveret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics for Prometheus, under RabbitMQ's names. */
class MetricsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration SAMPLED = Duration.ofSeconds(20);
    private static final String ODD = "with \"quotes\", a \\ and {braces}";

    @TempDir
    private static Path directory;

    private static Leveret broker;
    private static Connection connection;
    private static Channel channel;

    @BeforeAll
    static void start() throws Exception {
        broker = Leveret.builder().dataDir(directory).amqpPort(0).managementPort(0).metricsPort(0).virtualHost("other").start();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        connection = factory.newConnection();
        channel = connection.createChannel();
        flow();
    }

    /** Some of everything that is counted. */
    private static void flow() throws Exception {
        channel.queueDeclare("dead", true, false, false, null);
        channel.queueDeclare("short", true, false, false, Map.of("x-message-ttl", 1, "x-dead-letter-exchange", "",
                "x-dead-letter-routing-key", "dead"));
        channel.queueDeclare("small", true, false, false, Map.of("x-max-length", 1));
        channel.queueDeclare("quorum", true, false, false, Map.of("x-queue-type", "quorum"));
        channel.queueDeclare(ODD, true, false, false, null);
        channel.confirmSelect();
        channel.basicPublish("", "short", MessageProperties.PERSISTENT_BASIC, new byte[50]);
        channel.basicPublish("", "small", null, new byte[500]);
        channel.basicPublish("", "small", null, new byte[5_000]);
        for (int i = 0; i < 3; i++) channel.basicPublish("", "quorum", MessageProperties.PERSISTENT_BASIC, "hello".getBytes(UTF_8));
        channel.basicPublish("", "nowhere", null, new byte[1]);
        channel.basicPublish("", "nowhere", true, null, new byte[1]);
        channel.waitForConfirmsOrDie(10_000);
        channel.basicAck(channel.basicGet("quorum", false).getEnvelope().getDeliveryTag(), false);
        channel.basicGet("quorum", true);
        channel.basicGet(ODD, true);
        List<Long> tags = new ArrayList<>();
        Channel consumers = connection.createChannel();
        consumers.basicQos(7);
        consumers.basicConsume("quorum", false, (tag, message) -> tags.add(message.getEnvelope().getDeliveryTag()), tag -> { });
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        broker.close();
    }

    @Test
    void whatRabbitMqsOverviewBoardShowsIsThere() {
        PrometheusText page = page("");
        OVERVIEW.forEach((name, type) -> assertThat(page.types()).as(name).containsEntry(name, type));
        assertThat(page.labels("rabbitmq_identity_info")).contains("rabbitmq_node", "rabbitmq_cluster", "rabbitmq_endpoint");
        assertThat(page.labels("rabbitmq_build_info")).contains("rabbitmq_version", "product_name", "erlang_version");
        assertThat(page.value("rabbitmq_identity_info", "rabbitmq_endpoint", "aggregated")).contains(1.0);
        BY_TYPE.forEach(name -> assertThat(page.labels("rabbitmq_global_messages_" + name + "_total")).as(name)
                .containsExactlyInAnyOrder("protocol", "queue_type"));
    }

    @Test
    void theNodeIsCounted() {
        await().atMost(SAMPLED).untilAsserted(() -> {
            PrometheusText page = page("");
            assertThat(page.value("rabbitmq_queues")).contains(5.0);
            assertThat(page.value("rabbitmq_connections")).contains(1.0);
            assertThat(page.value("rabbitmq_channels")).contains(2.0);
            assertThat(page.value("rabbitmq_consumers")).contains(1.0);
            assertThat(page.value("rabbitmq_connections_opened_total")).contains(1.0);
            assertThat(page.value("rabbitmq_queues_created_total")).contains(5.0);
            assertThat(page.value("rabbitmq_queue_messages_unacked")).contains(1.0);
            assertThat(page.value("rabbitmq_queue_messages_ready")).contains(2.0);
            assertThat(page.value("rabbitmq_erlang_uptime_seconds").orElseThrow()).isPositive();
            assertThat(page.value("rabbitmq_process_open_fds").orElseThrow()).isPositive();
            assertThat(page.value("rabbitmq_resident_memory_limit_bytes").orElseThrow()).isPositive();
            assertThat(page.value("rabbitmq_disk_space_available_bytes").orElseThrow()).isPositive();
            assertThat(page.value("rabbitmq_alarms_memory_used_watermark")).contains(0.0);
        });
    }

    @Test
    void whatHasHappenedIsToldByProtocolAndTypeOfQueue() {
        await().atMost(SAMPLED).untilAsserted(() -> {
            PrometheusText page = page("");
            assertThat(page.value("rabbitmq_global_messages_received_total", "protocol", "amqp091")).contains(8.0);
            assertThat(page.value("rabbitmq_global_messages_received_confirm_total")).contains(8.0);
            assertThat(page.value("rabbitmq_global_messages_confirmed_total")).contains(8.0);
            assertThat(page.value("rabbitmq_global_messages_unroutable_dropped_total")).contains(1.0);
            assertThat(page.value("rabbitmq_global_messages_unroutable_returned_total")).contains(1.0);
            assertThat(page.value("rabbitmq_global_publishers", "protocol", "amqp091")).contains(1.0);
            assertThat(page.value("rabbitmq_global_messages_delivered_total", "queue_type", "rabbit_quorum_queue")).contains(3.0);
            assertThat(page.value("rabbitmq_global_messages_delivered_get_manual_ack_total", "queue_type", "rabbit_quorum_queue"))
                    .contains(1.0);
            assertThat(page.value("rabbitmq_global_messages_acknowledged_total", "queue_type", "rabbit_quorum_queue")).contains(1.0);
            assertThat(page.value("rabbitmq_global_messages_get_empty_total", "queue_type", "rabbit_classic_queue")).contains(1.0);
            assertThat(page.value("rabbitmq_global_messages_delivered_total", "queue_type", "rabbit_stream_queue")).contains(0.0);
            assertThat(page.value("rabbitmq_global_messages_dead_lettered_expired_total", "queue_type", "rabbit_classic_queue",
                    "dead_letter_strategy", "at_most_once")).contains(1.0);
            assertThat(page.value("rabbitmq_global_messages_dead_lettered_maxlen_total", "queue_type", "rabbit_classic_queue",
                    "dead_letter_strategy", "disabled")).contains(1.0);
        });
    }

    @Test
    void messagesAreToldBySize() {
        PrometheusText page = page("");
        assertThat(page.value("rabbitmq_message_size_bytes_bucket", "le", "100.0", "protocol", "amqp091")).contains(6.0);
        assertThat(page.value("rabbitmq_message_size_bytes_bucket", "le", "1000.0")).contains(7.0);
        assertThat(page.value("rabbitmq_message_size_bytes_bucket", "le", "+Inf")).contains(8.0);
        assertThat(page.value("rabbitmq_message_size_bytes_count")).contains(8.0);
        assertThat(page.value("rabbitmq_message_size_bytes_sum")).contains(5_567.0);
    }

    @Test
    void eachThingMayBeToldApart() {
        await().atMost(SAMPLED).untilAsserted(() -> {
            PrometheusText page = page("/per-object");
            assertThat(page.value("rabbitmq_queue_messages_ready", "vhost", "/", "queue", "dead")).contains(1.0);
            assertThat(page.value("rabbitmq_queue_messages_ready", "queue", ODD)).contains(0.0);
            assertThat(page.value("rabbitmq_queue_info", "queue", "quorum", "queue_type", "rabbit_quorum_queue")).contains(1.0);
            assertThat(page.value("rabbitmq_queue_get_total", "queue", "quorum")).contains(1.0);
            assertThat(page.value("rabbitmq_exchange_messages_published_total", "exchange", "", "vhost", "/")).contains(8.0);
            assertThat(page.sum("rabbitmq_consumer_prefetch")).isEqualTo(7);
            assertThat(page.labels("rabbitmq_channel_messages_published_total")).containsExactlyInAnyOrder("channel", "vhost", "exchange");
            assertThat(page.sum("rabbitmq_connection_channels")).isEqualTo(2);
            assertThat(page.sum("rabbitmq_queue_exchange_messages_published_total", "queue", "quorum")).isEqualTo(3);
        });
    }

    @Test
    void someMayBeAskedForByName() {
        PrometheusText page = page("/detailed?family=queue_coarse_metrics&family=queue_consumer_count&vhost=%2F&family=none");
        assertThat(page.types()).containsOnlyKeys("rabbitmq_detailed_queue_messages_ready", "rabbitmq_detailed_queue_messages_unacked",
                "rabbitmq_detailed_queue_messages", "rabbitmq_detailed_queue_consumers", "rabbitmq_detailed_queue_info",
                "rabbitmq_identity_info", "rabbitmq_build_info", "leveret_build_info");
        assertThat(page("/detailed?family=queue_coarse_metrics&vhost=other").types()).doesNotContainKey("rabbitmq_detailed_queue_messages");
        PrometheusText cluster = page("/detailed?family=vhost_status&family=exchange_names&family=exchange_bindings");
        assertThat(cluster.value("rabbitmq_cluster_vhost_status", "vhost", "other")).contains(1.0);
        assertThat(cluster.value("rabbitmq_cluster_exchange_name", "vhost", "/", "exchange", "amq.topic", "type", "topic")).contains(1.0);
        assertThat(cluster.value("rabbitmq_cluster_exchange_bindings", "vhost", "/", "exchange", "amq.topic")).contains(0.0);
    }

    @Test
    void theJvmAndTheJournalHaveNamesOfTheirOwn() {
        PrometheusText page = page("");
        assertThat(page.value("leveret_jvm_heap_used_bytes").orElseThrow()).isPositive();
        assertThat(page.value("leveret_journal_written_bytes_total").orElseThrow()).isPositive();
        assertThat(page.value("leveret_journal_forces_total").orElseThrow()).isPositive();
        assertThat(page("/memory-breakdown").types()).containsKey("rabbitmq_memory_message_index_bytes");
    }

    @Test
    void theirOwnPortOffersNothingElse() throws Exception {
        URI own = broker.metricsUri().orElseThrow();
        assertThat(get(own, "/metrics").statusCode()).isEqualTo(200);
        assertThat(get(own, "/metrics/").statusCode()).isEqualTo(200);
        assertThat(get(own, "/metrics/none").statusCode()).isEqualTo(404);
        assertThat(get(own, "/api/version").statusCode()).isEqualTo(404);
        assertThat(get(own, "/").statusCode()).isEqualTo(404);
        assertThat(get(broker.managementUri().orElseThrow(), "/metrics").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/metrics/per-object", "/metrics/detailed?family=queue_metrics", "/metrics/memory-breakdown"})
    void theyMayBeForUsersAlone(String path) throws Exception {
        try (Leveret closed = Leveret.builder().inMemory().amqpPort(0).managementPort(0).metricsPort(0)
                .set("prometheus.authentication.enabled", "true").user("boss", "secret", "management").start()) {
            assertThat(get(closed.metricsUri().orElseThrow(), path).statusCode()).isEqualTo(401);
            assertThat(get(closed.managementUri().orElseThrow(), path).statusCode()).isEqualTo(401);
            assertThat(get(closed.metricsUri().orElseThrow(), path, "authorization", "Basic Ym9zczpzZWNyZXQ=").statusCode()).isEqualTo(401);
            assertThat(get(closed.metricsUri().orElseThrow(), path, "authorization", "Basic Z3Vlc3Q6Z3Vlc3Q=").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenKeepsNobodyFromStarting() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                Leveret started = Leveret.builder().inMemory().amqpPort(0).managementPort(0).metricsPort(other.getLocalPort()).start()) {
            assertThat(started.metricsUri()).isEmpty();
            assertThat(get(started.managementUri().orElseThrow(), "/metrics").statusCode()).isEqualTo(200);
        }
    }

    /** Both may find the port free when they begin. */
    @RepeatedTest(5)
    void ofTwoThatStartAtOnceOneHasThePort() throws Exception {
        try (Socket reserved = reserved()) {
            int port = reserved.getLocalPort();
            CompletableFuture<Leveret> beside = CompletableFuture.supplyAsync(() -> withMetricsOn(port));
            try (Leveret one = withMetricsOn(port); Leveret other = beside.join()) {
                assertThat(Stream.of(one, other).flatMap(each -> each.metricsUri().stream())).singleElement()
                        .satisfies(uri -> assertThat(get(uri, "/metrics").statusCode()).isEqualTo(200));
                for (Leveret each : List.of(one, other)) {
                    assertThat(get(each.managementUri().orElseThrow(), "/metrics").statusCode()).isEqualTo(200);
                }
            }
        }
    }

    /** Keeps a port from being given to whoever asks for any; who asks for this one may have it. */
    private static Socket reserved() throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress("127.0.0.1", 0));
        return socket;
    }

    private static Leveret withMetricsOn(int port) {
        return Leveret.builder().inMemory().amqpPort(0).managementPort(0).metricsPort(port).start();
    }

    @Test
    void theFormatIsWhatWasAskedFor() throws Exception {
        URI own = broker.metricsUri().orElseThrow();
        assertThat(get(own, "/metrics").headers().firstValue("content-type").orElse("")).startsWith("text/plain; version=0.0.4");
        HttpResponse<String> open = get(own, "/metrics", "accept", "application/openmetrics-text; version=1.0.0");
        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(get(own, "/metrics", "accept", "text/plain;version=0.0.4;q=0.5,*/*;q=0.1").statusCode()).isEqualTo(200);
        assertThat(open.headers().firstValue("content-type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
    }

    private static PrometheusText page(String path) {
        try {
            HttpResponse<String> response = get(broker.metricsUri().orElseThrow(), "/metrics" + path);
            assertThat(response.statusCode()).isEqualTo(200);
            return PrometheusText.of(response.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> get(URI at, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at + path));
        if (headers.length > 0) request.headers(headers);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static final Set<String> BY_TYPE = Set.of("delivered", "delivered_consume_auto_ack", "delivered_consume_manual_ack",
            "delivered_get_auto_ack", "delivered_get_manual_ack", "redelivered", "acknowledged", "get_empty");

    private static final Map<String, String> OVERVIEW = overview();

    private static Map<String, String> overview() {
        Map<String, String> types = new HashMap<>();
        for (String gauge : List.of("identity_info", "build_info", "queue_messages_ready", "queue_messages_unacked", "queue_messages",
                "connections", "channels", "queues", "consumers", "process_resident_memory_bytes", "resident_memory_limit_bytes",
                "disk_space_available_bytes", "disk_space_available_limit_bytes", "process_open_fds", "process_max_fds",
                "erlang_uptime_seconds", "global_publishers", "global_consumers", "alarms_memory_used_watermark",
                "alarms_free_disk_space_watermark", "unreachable_cluster_peers_count")) {
            types.put("rabbitmq_" + gauge, "gauge");
        }
        for (String counter : List.of("connections_opened", "connections_closed", "channels_opened", "channels_closed", "queues_declared",
                "queues_created", "queues_deleted", "global_messages_received", "global_messages_received_confirm",
                "global_messages_routed", "global_messages_confirmed", "global_messages_unroutable_dropped",
                "global_messages_unroutable_returned", "global_messages_dead_lettered_expired", "global_messages_dead_lettered_rejected",
                "global_messages_dead_lettered_maxlen", "global_messages_dead_lettered_delivery_limit",
                "global_messages_dead_lettered_confirmed", "queue_messages_published", "channel_messages_published")) {
            types.put("rabbitmq_" + counter + "_total", "counter");
        }
        BY_TYPE.forEach(name -> types.put("rabbitmq_global_messages_" + name + "_total", "counter"));
        types.put("rabbitmq_message_size_bytes", "histogram");
        return types;
    }
}
