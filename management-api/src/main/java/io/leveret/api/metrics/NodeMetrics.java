package io.leveret.api.metrics;

import io.leveret.api.Node;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.ProcessInfo;
import io.leveret.engine.view.ResourceInfo;
import io.leveret.engine.view.Totals;
import io.prometheus.metrics.model.snapshots.Labels;

/** Of the node. */
final class NodeMetrics {

    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final Node node;

    NodeMetrics(Node node) {
        this.node = node;
    }

    void churn(Observed seen, Scrape into, boolean each) {
        count(seen, into, "connections_opened", "Connections opened", Metric.CONNECTION_CREATED);
        count(seen, into, "connections_closed", "Connections closed", Metric.CONNECTION_CLOSED);
        count(seen, into, "channels_opened", "Channels opened", Metric.CHANNEL_CREATED);
        count(seen, into, "channels_closed", "Channels closed", Metric.CHANNEL_CLOSED);
        count(seen, into, "queues_declared", "Declarations of queues, those that were there too", Metric.QUEUE_DECLARED);
        count(seen, into, "queues_created", "Queues created", Metric.QUEUE_CREATED);
        count(seen, into, "queues_deleted", "Queues deleted", Metric.QUEUE_DELETED);
    }

    private static void count(Observed seen, Scrape into, String name, String help, Metric metric) {
        into.counter(name, help, seen.node().total(metric));
    }

    /** What is used. */
    void coarse(Observed seen, Scrape into, boolean each) {
        ProcessInfo process = node.figures().process();
        process.openFiles().ifPresent(files -> into.gauge("process_open_fds", "Files and sockets that are open", files));
        into.gauge("process_resident_memory_bytes", "Heap that is no garbage, which the limit is for", node.figures().resources().memory().used());
        node.figures().resources().disk().free().ifPresent(bytes ->
            into.gauge("disk_space_available_bytes", "Room on the disk of the data directory", bytes));
        into.counter("erlang_gc_runs", "Garbage collections of the JVM", process.collections().count());
        into.counter("erlang_gc_reclaimed_bytes", "Garbage that the JVM has collected", process.collections().reclaimedBytes());
        into.gauge("erlang_processes_used", "Threads", process.threads());
    }

    /** And how much there may be. */
    void limits(Observed seen, Scrape into, boolean each) {
        ProcessInfo process = node.figures().process();
        ResourceInfo resources = node.figures().resources();
        process.mostFiles().ifPresent(files -> into.gauge("process_max_fds", "Files and sockets that may be open", files));
        into.gauge("resident_memory_limit_bytes", "Heap in use from which on publishers are blocked", resources.memory().limit());
        into.gauge("disk_space_available_limit_bytes", "Room on the disk below which publishers are blocked", resources.disk().limit());
        process.mostThreads().ifPresent(threads -> into.gauge("erlang_processes_limit", "Threads that there may be", threads));
        into.gauge("erlang_uptime_seconds", "Time since the start", process.upMillis() / MILLIS);
    }

    void disk(Observed seen, Scrape into, boolean each) {
        seen.view().storage().ifPresent(storage -> {
            into.counter("io_write_ops", "Groups of records written to the journal", storage.writes().groups());
            into.counter("io_write_bytes", "Bytes written to the journal", storage.writes().bytes());
            into.counter("io_sync_ops", "Times that the disk was made sure of", storage.forces().count());
            into.counter("io_sync_time_seconds", "Time that this took", storage.forces().totalNanos() / NANOS);
            into.counter("msg_store_write", "Records written to the journal", storage.writes().records());
            into.counter("msg_store_read", "Messages read back from the disk", storage.coldReads());
        });
    }

    /** What is no group's. */
    void rest(Observed seen, Scrape into) {
        Totals totals = seen.view().totals();
        into.gauge("connections", "Connections that are open", totals.connections());
        into.gauge("channels", "Channels that are open", totals.channels());
        into.gauge("consumers", "Consumers", totals.consumers());
        into.gauge("queues", "Queues", totals.queues());
        into.gauge("alarms_memory_used_watermark", "Whether publishers are blocked as memory is short", isShort("memory"));
        into.gauge("alarms_free_disk_space_watermark", "Whether publishers are blocked as the disk is full", isShort("disk"));
        into.gauge("alarms_file_descriptor_limit", "Never set", 0);
        into.gauge("unreachable_cluster_peers_count", "Other nodes that cannot be reached; there are none", 0);
    }

    private int isShort(String resource) {
        return node.alarms().contains(resource) ? 1 : 0;
    }

    /** By what boards join all metrics of a node. */
    void identity(String clusterName, String page, Scrape into) {
        into.info("identity", "Which node it is", Labels.of("rabbitmq_cluster", clusterName,
            "rabbitmq_cluster_permanent_id", clusterName, "rabbitmq_endpoint", page, "rabbitmq_node", node.name()));
        into.info("build", "Which version it is", Labels.of("erlang_version", "JDK " + Runtime.version(), "product_name", "RabbitMQ",
            "product_version", node.rabbitVersion(), "prometheus_client_version", clientVersion(), "prometheus_plugin_version",
            node.version(), "rabbitmq_version", node.rabbitVersion()));
        into.under("leveret_").info("build", "Which version it is", Labels.of("jdk", Runtime.version().toString(), "version", node.version()));
    }

    private static String clientVersion() {
        String version = Labels.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }
}
