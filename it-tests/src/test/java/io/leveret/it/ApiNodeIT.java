package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

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
        broker = Leveret.builder().dataDir(directory).amqpPort(0).managementPort(0).set("persistence.disk-free-limit", "1 MiB").start();
        api = Api.of(broker);
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
