package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the management API tells of the node, its resources and its alarms. */
class ApiNodeIT {

    private static final String NODE = "/nodes/rabbit@localhost";

    private Leveret broker;
    private Api api;

    @BeforeEach
    void start(@TempDir Path directory) {
        broker = Leveret.builder().dataDir(directory).amqpPort(0).managementPort(0)
                .set("persistence.disk-free-limit", "1 MiB").set("amqp.connection-max", "1").set("default-password", "s3cret").start();
        api = Api.of(broker).as("guest", "s3cret");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void showsWhatTheProcessTakes() {
        String node = api.get(NODE).body();
        for (String field : List.of("mem_used", "mem_limit", "fd_used", "fd_total", "disk_free", "proc_used", "uptime", "gc_num")) {
            assertThat(node).containsPattern("\"" + field + "\":[1-9]");
        }
        assertThat(node).contains("\"mem_alarm\":false", "\"disk_free_alarm\":false", "\"disk_free_limit\":1048576", "\"sockets_used\":0",
                "\"fd_used_details\":{\"rate\":0.0}", "\"connection_created\":0", "\"jvm\":{").doesNotContain("\"memory\":");
        assertThat(api.get(NODE + "?node_stats_age=60&node_stats_incr=5&columns=mem_used_details").body())
                .contains("\"samples\":[", "\"avg_rate\":");
    }

    @Test
    void breaksItsMemoryDown() {
        assertThat(api.get(NODE + "/memory").body()).startsWith("{\"memory\":{").contains("\"messages\":", "\"total\":{", "\"rss\":");
        assertThat(api.get(NODE + "/memory/relative").body()).contains("\"total\":100");
        assertThat(api.get(NODE + "?memory=true&columns=memory").body()).startsWith("{\"memory\":{\"messages\":");
        assertThat(api.get("/nodes/other/memory").status()).isEqualTo(404);
    }

    @Test
    void countsWhatTheJournalDoes() {
        String node = api.get(NODE).body();
        assertThat(node).contains("\"io_write_count\":", "\"io_write_bytes\":", "\"io_sync_count\":", "\"io_sync_avg_time\":",
                "\"io_read_count\":0", "\"io_sync_count_details\":{\"rate\":0.0}");
    }

    @Test
    void tellsWhetherThereIsRoomForConnections() throws Exception {
        List<String> checks = List.of("/health/checks/below-node-connection-limit", "/health/checks/ready-to-serve-clients");
        checks.forEach(check -> assertThat(api.get(check).body()).isEqualTo("{\"status\":\"ok\"}"));
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri());
        factory.setPassword("s3cret");
        try (Connection only = factory.newConnection()) {
            assertThat(only.isOpen()).isTrue();
            checks.forEach(check -> assertThat(api.get(check)).extracting(Api.Reply::status, Api.Reply::body).containsExactly(503,
                    "{\"status\":\"failed\",\"reason\":\"node connection limit is reached\",\"connections\":1}"));
            assertThat(api.get(NODE + "?columns=sockets_used,sockets_total").body())
                    .isEqualTo("{\"sockets_used\":1,\"sockets_total\":1}");
        }
    }

    @Test
    void tellsItsConfigurationButNoSecrets() {
        assertThat(api.get("/config/effective").body())
                .contains("{\"key\":\"amqp.connection-max\",\"value\":\"1\",\"default\":\"-1\",\"secret\":false,\"source\":\"program\",\"origin\":\"builder\"}",
                        "{\"key\":\"amqp.heartbeat\",\"value\":\"60 s\",\"default\":\"60 s\",\"secret\":false,\"source\":\"default\",\"origin\":\"default\"}",
                        "{\"key\":\"default-password\",\"value\":null,\"default\":null,\"secret\":true,")
                .doesNotContain("s3cret");
        api.put("/users/watcher", "{\"password\":\"w\",\"tags\":\"monitoring\"}");
        assertThat(api.as("watcher", "w").get("/config/effective").status()).isEqualTo(401);
    }

    @Test
    void showsAnAlarmAsLongAsItLasts() {
        broker.setDiskFreeLimit(Long.MAX_VALUE);
        assertThat(api.get(NODE + "?columns=disk_free_alarm").body()).isEqualTo("{\"disk_free_alarm\":true}");
        assertThat(api.get("/health/checks/alarms")).matches(reply -> reply.status() == 503).extracting(Api.Reply::body).asString()
                .contains("\"resource\":\"disk space\"");
        broker.setDiskFreeLimit(0);
        assertThat(api.get(NODE + "?columns=disk_free_alarm").body()).isEqualTo("{\"disk_free_alarm\":false}");
        assertThat(api.get("/health/checks/alarms").status()).isEqualTo(200);
    }
}
