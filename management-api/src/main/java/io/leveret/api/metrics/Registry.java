package io.leveret.api.metrics;

import io.leveret.api.Node;
import io.leveret.engine.Broker;
import io.leveret.engine.management.EngineView;
import io.leveret.engine.view.BrokerView;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** All metrics that there are, and the pages that they come on. Callable from any thread that may wait. */
final class Registry {

    private static final String RABBIT = "rabbitmq_";
    private static final String DETAILED = "rabbitmq_detailed_";
    private static final String OWN = "leveret_";

    /** Only for those who ask for them by name. */
    private static final Set<String> BY_REQUEST = Set.of("exchange_names", "exchange_bindings", "vhost_status",
        "auth_attempt_detailed_metrics");

    private static final Set<String> ABOUT_QUEUES = Set.of("queue_coarse_metrics", "queue_consumer_count", "queue_metrics");

    private final Broker broker;
    private final BrokerView view;
    private final Node node;
    private final Supplier<String> clusterName;
    private final NodeMetrics nodeMetrics;
    private final Map<String, Group> groups = new LinkedHashMap<>();

    Registry(Broker broker, Node node, Supplier<String> clusterName) {
        this.broker = broker;
        this.view = new EngineView(broker);
        this.node = node;
        this.clusterName = clusterName;
        this.nodeMetrics = new NodeMetrics(node);
        groups.put("connection_churn_metrics", nodeMetrics::churn);
        groups.put("node_coarse_metrics", nodeMetrics::coarse);
        groups.put("node_metrics", nodeMetrics::limits);
        groups.put("node_persister_metrics", nodeMetrics::disk);
        groups.put("auth_attempt_metrics", LoginMetrics::all);
        groups.put("auth_attempt_detailed_metrics", LoginMetrics::bySource);
        groups.put("queue_coarse_metrics", QueueMetrics.COARSE);
        groups.put("queue_consumer_count", QueueMetrics.CONSUMER_COUNT);
        groups.put("queue_metrics", QueueMetrics.FINE);
        groups.put("queue_delivery_metrics", QueueMetrics.DELIVERY);
        groups.put("queue_exchange_metrics", QueueMetrics.EXCHANGE);
        groups.put("exchange_metrics", ExchangeMetrics.PUBLISHES);
        groups.put("channel_metrics", ChannelMetrics.FINE);
        groups.put("channel_exchange_metrics", ChannelMetrics.EXCHANGE);
        groups.put("channel_queue_metrics", ChannelMetrics.QUEUE);
        groups.put("channel_queue_exchange_metrics", QueueMetrics.CHANNEL_EXCHANGE);
        groups.put("connection_coarse_metrics", ConnectionMetrics.COARSE);
        groups.put("connection_metrics", ConnectionMetrics.FINE);
        groups.put("exchange_names", ExchangeMetrics::names);
        groups.put("exchange_bindings", ExchangeMetrics::bindings);
        groups.put("vhost_status", ExchangeMetrics::virtualHosts);
    }

    /** Everything, all things of a kind added up. */
    MetricSnapshots aggregated() {
        return everything("aggregated", false);
    }

    /** Everything, each thing by itself. */
    MetricSnapshots perObject() {
        return everything("per-object", true);
    }

    private MetricSnapshots everything(String page, boolean each) {
        Scrape into = new Scrape(RABBIT);
        Observed seen = new Observed(view, Set.of());
        groups.forEach((name, group) -> {
            if (name.equals("queue_consumer_count")) return; // is among the queue_metrics
            if (!BY_REQUEST.contains(name)) group.write(seen, into, each);
        });
        if (each) QueueMetrics.infos(seen, into);
        nodeMetrics.rest(seen, into);
        GlobalMetrics.write(broker.stats(), view.totals().consumers(), into);
        JvmMetrics.write(node, into.under(OWN));
        view.storage().ifPresent(storage -> JournalMetrics.write(storage, into.under(OWN)));
        return done(page, into);
    }

    /**
     * Some, each thing by itself.
     *
     * @param families names of groups; who asks for what there is not gets nothing of it
     * @param hosts    virtual hosts whose things alone are wanted; all when it is empty
     */
    MetricSnapshots detailed(Collection<String> families, Set<String> hosts) {
        Scrape into = new Scrape(DETAILED);
        Observed seen = new Observed(view, hosts);
        boolean countsConsumersAnyway = families.contains("queue_metrics");
        families.stream().distinct().filter(name -> !(countsConsumersAnyway && name.equals("queue_consumer_count")))
            .map(groups::get).filter(Objects::nonNull).forEach(group -> group.write(seen, into, true));
        if (families.stream().anyMatch(ABOUT_QUEUES::contains)) QueueMetrics.infos(seen, into);
        return done("detailed", into);
    }

    MetricSnapshots memory() {
        Scrape into = new Scrape(RABBIT);
        JvmMetrics.breakdown(node.figures().memory(), into.under(RABBIT + "memory_"));
        return done("memory-breakdown", into);
    }

    private MetricSnapshots done(String page, Scrape into) {
        nodeMetrics.identity(clusterName.get(), page, into.under(RABBIT));
        return into.done();
    }
}
