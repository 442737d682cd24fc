package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.queue.QueueLevel;
import io.leveret.engine.queue.QueueRef;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What there is, at a glance. */
@Controller("/api/overview")
@ExecuteOn(Workers.NAME)
final class OverviewController {

    private static final Map<String, Object> RETENTION = Map.of(
        "global", List.of(600, 3600, 28800, 86400), "basic", List.of(600, 3600), "detailed", List.of(600));

    private final ManagedBroker managed;
    private final ClusterName clusterName;

    OverviewController(ManagedBroker managed, ClusterName clusterName) {
        this.managed = managed;
        this.clusterName = clusterName;
    }

    @Get
    HttpResponse<?> show(Caller caller, Query query) {
        query.requireRanges();
        Node node = managed.node();
        Map<String, Object> overview = new LinkedHashMap<>();
        overview.put("management_version", node.rabbitVersion());
        overview.put("rates_mode", "none");
        overview.put("sample_retention_policies", RETENTION);
        overview.put("exchange_types", exchangeTypes());
        overview.put("product_version", node.rabbitVersion());
        overview.put("product_name", "RabbitMQ");
        overview.put("rabbitmq_version", node.rabbitVersion());
        overview.put("leveret_version", node.version());
        overview.put("cluster_name", clusterName.get());
        overview.put("cluster_tags", Map.of());
        overview.put("node_tags", Map.of());
        overview.put("erlang_version", "");
        overview.put("erlang_full_version", "JDK " + Runtime.version());
        overview.put("disable_stats", true);
        overview.put("default_queue_type", "classic");
        overview.put("is_op_policy_updating_enabled", true);
        overview.put("enable_queue_totals", true);
        addTotals(overview, caller);
        overview.put("statistics_db_event_queue", 0);
        if (caller.isMonitor()) {
            overview.put("node", node.name());
            overview.put("listeners", node.listeners().stream().map(listener -> listener(node, listener)).toList());
            overview.put("contexts", contexts(node));
        }
        return Answers.ok(query.columns().within(overview));
    }

    private void addTotals(Map<String, Object> overview, Caller caller) {
        List<VirtualHost> hosts = caller.virtualHosts();
        List<QueueRef> queues = new ArrayList<>();
        int exchanges = 0;
        for (VirtualHost host : hosts) {
            queues.addAll(host.queues());
            exchanges += host.exchanges().size();
        }
        long[] sums = new long[3];
        for (QueueRef queue : queues) {
            sums[0] += queue.stats().ready();
            sums[1] += queue.stats().unacked();
            sums[2] += queue.stats().level(QueueLevel.CONSUMERS);
        }
        overview.put("queue_totals", Map.of("messages", sums[0] + sums[1], "messages_ready", sums[0],
            "messages_unacknowledged", sums[1]));
        overview.put("object_totals", Map.of("queues", queues.size(), "exchanges", exchanges, "consumers", sums[2]));
    }

    static List<Map<String, Object>> exchangeTypes() {
        return Stream.of(ExchangeType.values()).map(ExchangeType::toString).sorted().map(type -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("name", type);
            shown.put("description", type.startsWith("x-") ? "Exchange of type " + type
                : "AMQP " + type + " exchange, as per the AMQP specification");
            shown.put("enabled", true);
            return shown;
        }).toList();
    }

    static List<Map<String, Object>> contexts(Node node) {
        return node.listeners().stream().filter(listener -> listener.protocol().equals("http")).map(listener -> {
            Map<String, Object> context = new LinkedHashMap<>();
            context.put("node", node.name());
            context.put("description", "RabbitMQ Management");
            context.put("path", "/");
            context.put("ip", listener.address());
            context.put("port", String.valueOf(listener.port()));
            return context;
        }).toList();
    }

    private static Map<String, Object> listener(Node node, Node.Listener listener) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("node", node.name());
        shown.put("protocol", listener.protocol());
        shown.put("ip_address", listener.address());
        shown.put("port", listener.port());
        shown.put("socket_opts", Map.of());
        shown.put("tls", false);
        return shown;
    }
}
