package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.Caller;
import io.leveret.api.http.HttpSettings;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Query;
import io.leveret.api.stats.Figure;
import io.leveret.api.stats.Figures;
import io.leveret.api.stats.Windows;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.stats.History;
import io.leveret.engine.view.BrokerView;
import io.leveret.engine.view.VirtualHostInfo;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What there is, at a glance. */
@Controller("/api/overview")
@ExecuteOn(Workers.NAME)
final class OverviewController {

    static final String RATES_MODE = "detailed";

    private static final Map<String, Object> RETENTION = Map.of(
        "global", List.of(600, 3600, 28800, 86400), "basic", List.of(600, 3600), "detailed", List.of(600));

    private final ManagedBroker managed;
    private final ClusterName clusterName;
    private final HttpSettings settings;

    OverviewController(ManagedBroker managed, ClusterName clusterName, HttpSettings settings) {
        this.managed = managed;
        this.settings = settings;
        this.clusterName = clusterName;
    }

    @Get
    HttpResponse<?> show(Caller caller, Query query) {
        query.requireRanges();
        Node node = managed.node();
        Map<String, Object> overview = new LinkedHashMap<>();
        overview.put("management_version", node.rabbitVersion());
        overview.put("rates_mode", RATES_MODE);
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
        overview.put("disable_stats", query.isTrue("disable_stats"));
        overview.put("default_queue_type", "classic");
        overview.put("is_op_policy_updating_enabled", settings.mayChangeOperatorPolicies());
        overview.put("enable_queue_totals", false);
        addTotals(overview, caller, query);
        overview.put("statistics_db_event_queue", 0);
        if (caller.isMonitor()) {
            overview.put("node", node.name());
            overview.put("listeners", node.listeners().stream().map(listener -> listener(node, listener)).toList());
            overview.put("contexts", contexts(node));
        }
        return Answers.ok(query.columns().within(overview));
    }

    private void addTotals(Map<String, Object> overview, Caller caller, Query query) {
        BrokerView view = managed.view();
        List<VirtualHostInfo> hosts = ManagedBroker.inAll(
            caller.isMonitor() ? List.of() : caller.virtualHosts().stream().map(VirtualHost::name).toList(),
            name -> List.of(view.virtualHost(name)));
        List<History> histories = caller.isMonitor() ? List.of(view.stats()) : hosts.stream().map(VirtualHostInfo::stats).toList();
        OverviewTotals totals = caller.isMonitor() ? OverviewTotals.of(view.totals()) : OverviewTotals.of(hosts, caller, managed);
        if (!query.isTrue("disable_stats")) {
            Windows windows = Windows.of(query);
            overview.put("message_stats", Figures.MESSAGES.of(histories, windows.messages()));
            overview.put("churn_rates", Figures.CHURN.all(histories, windows.messages()));
            overview.put("queue_totals", totals.queues(histories, windows.lengths()));
            for (Figure figure : Figures.BYTES) {
                overview.put(figure.key(), figure.total(histories));
                overview.put(figure.detailsKey(), figure.details(histories, windows.bytes()));
            }
        }
        overview.put("object_totals", totals.objects());
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
        return node.listeners().stream().filter(listener -> listener.protocol().matches("https?")).map(listener -> {
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
        shown.put("tls", listener.certificates().isPresent());
        listener.certificates().flatMap(those -> those.certificateEnds().stream().min(Comparator.naturalOrder()))
            .ifPresent(end -> shown.put("tls_expires", end.toEpochMilli()));
        return shown;
    }
}
