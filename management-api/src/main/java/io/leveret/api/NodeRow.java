package io.leveret.api;

import io.leveret.api.json.Fields;
import io.leveret.api.json.Query;
import io.leveret.engine.stats.Span;
import io.leveret.engine.view.MemoryInfo;
import io.leveret.engine.view.NodeView;
import io.leveret.engine.view.ProcessInfo;
import io.leveret.engine.view.ResourceInfo;
import io.leveret.engine.view.StorageHealth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The node as it is shown, asked once for each request. */
record NodeRow(ManagedBroker managed, ResourceInfo resources, ProcessInfo process, MemoryInfo memory,
               Optional<StorageHealth> storage, Optional<Span> span,
               boolean withMemory) {

    private static final List<Map<String, Object>> MECHANISMS = List.of(
        mechanism("AMQPLAIN", "QPid AMQPLAIN mechanism"), mechanism("PLAIN", "SASL PLAIN authentication mechanism"),
        mechanism("EXTERNAL", "Login by the certificate that a client shows over TLS"));

    static final Fields<NodeRow> FIELDS = new Fields<NodeRow>()
        .add("name", row -> row.node().name())
        .add("type", row -> "disc")
        .add("running", row -> true)
        .add("being_drained", row -> false)
        .add("os_pid", row -> String.valueOf(row.process.pid()))
        .add("uptime", row -> row.process.upMillis())
        .add("processors", row -> row.process.processors())
        .add("rates_mode", row -> OverviewController.RATES_MODE)
        .add("mem_used", row -> row.resources.memory().used())
        .add("mem_limit", row -> row.resources.memory().limit())
        .add("mem_alarm", row -> row.resources.memory().isShort())
        .add("mem_calculation_strategy", row -> "heap")
        .addIfPresent("disk_free", row -> boxed(row.resources.disk().free()))
        .add("disk_free_limit", row -> row.resources.disk().limit())
        .add("disk_free_alarm", row -> row.resources.disk().isShort())
        .addIfPresent("fd_used", row -> boxed(row.process.openFiles()))
        .addIfPresent("fd_total", row -> boxed(row.process.mostFiles()))
        .add("sockets_used", row -> row.process.sockets())
        .addIfPresent("sockets_total", row -> boxed(row.process.mostSockets()).or(() -> boxed(row.process.mostFiles())))
        .add("proc_used", row -> row.process.threads())
        .addIfPresent("proc_total", row -> boxed(row.process.mostThreads()))
        .add("gc_num", row -> row.process.collections().count())
        .add("gc_bytes_reclaimed", row -> row.process.collections().reclaimedBytes())
        .addIfPresent("io_read_count", row -> row.storage.map(StorageHealth::coldReads))
        .addIfPresent("io_write_count", row -> row.storage.map(storage -> storage.writes().groups()))
        .addIfPresent("io_write_bytes", row -> row.storage.map(storage -> storage.writes().bytes()))
        .addIfPresent("io_sync_count", row -> row.storage.map(storage -> storage.forces().count()))
        .addIfPresent("io_sync_avg_time", row -> row.storage.map(NodeRow::syncMillis))
        .and(NodeRates.fields(row -> row.figures().history(), row -> row.managed.broker().stats().history(), NodeRow::span))
        .add("jvm", NodeRow::jvm)
        .addIfPresent("storage", row -> row.storage.map(StorageJson::of))
        .add("partitions", row -> List.of())
        .add("cluster_links", row -> List.of())
        .add("enabled_plugins", row -> List.of("rabbitmq_management"))
        .add("exchange_types", row -> OverviewController.exchangeTypes())
        .add("auth_mechanisms", row -> MECHANISMS)
        .add("applications", row -> List.of(Map.of("name", "leveret", "description", "AMQP 0-9-1 broker", "version", row.node().version())))
        .add("contexts", row -> OverviewController.contexts(row.node()))
        .add("log_files", row -> List.of())
        .add("db_dir", row -> row.node().dataDirectory())
        .add("rabbitmq_version", row -> row.node().rabbitVersion())
        .add("leveret_version", row -> row.node().version())
        .addIfPresent("memory", row -> Optional.of(row).filter(NodeRow::withMemory).map(each -> new NodeMemory(each.memory).absolute()));

    static NodeRow of(ManagedBroker managed, Query query) {
        NodeView figures = managed.node().figures();
        return new NodeRow(managed, figures.resources(), figures.process(), figures.memory(),
            managed.broker().storage().disk().health(), query.span("node_stats"), query.isTrue("memory"));
    }

    private Node node() {
        return managed.node();
    }

    private NodeView figures() {
        return node().figures();
    }

    /** What RabbitMQ has no words for. */
    private Map<String, Object> jvm() {
        Map<String, Object> jvm = new LinkedHashMap<>();
        jvm.put("version", String.valueOf(Runtime.version()));
        jvm.put("heap_used", process.heap().used());
        jvm.put("heap_committed", process.heap().committed());
        jvm.put("heap_max", process.heap().max());
        jvm.put("direct_used", memory.direct());
        memory.resident().ifPresent(bytes -> jvm.put("resident", bytes));
        process.cpuNanos().ifPresent(nanos -> jvm.put("cpu_time", nanos / 1_000_000));
        jvm.put("gc_time", process.collections().millis());
        return jvm;
    }

    private static double syncMillis(StorageHealth storage) {
        return storage.forces().totalNanos() / 1e6 / Math.max(1, storage.forces().count());
    }

    private static Optional<Long> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static Map<String, Object> mechanism(String name, String description) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", name);
        shown.put("description", description);
        shown.put("enabled", true);
        return shown;
    }
}
