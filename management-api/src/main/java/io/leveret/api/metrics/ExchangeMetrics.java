package io.leveret.api.metrics;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.leveret.engine.view.BindingInfo;
import io.leveret.engine.view.ExchangeInfo;
import io.leveret.engine.view.VirtualHostInfo;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Map;

/** Of exchanges and virtual hosts. What says {@code rabbitmq_cluster} is one row for each thing, whatever was asked for. */
final class ExchangeMetrics {

    private static final String CLUSTER = "rabbitmq_cluster_";

    static final Group PUBLISHES = Group.of(new Family<>(Observed::exchanges,
        exchange -> Labels.of("exchange", exchange.name(), "vhost", exchange.virtualHost()), ExchangeInfo::stats).publishes("exchange"));

    private ExchangeMetrics() {
    }

    static void names(Observed seen, Scrape into, boolean each) {
        for (ExchangeInfo exchange : named(seen)) {
            into.under(CLUSTER).gauge("exchange_name", "Is 1 for each exchange", labels(exchange), 1);
        }
    }

    static void bindings(Observed seen, Scrape into, boolean each) {
        Map<String, Map<String, Long>> counts = seen.virtualHosts().stream().collect(toMap(VirtualHostInfo::name,
            host -> seen.bindings(host.name()).stream().collect(groupingBy(BindingInfo::source, counting()))));
        for (ExchangeInfo exchange : named(seen)) {
            long count = counts.getOrDefault(exchange.virtualHost(), Map.of()).getOrDefault(exchange.name(), 0L);
            into.under(CLUSTER).gauge("exchange_bindings", "Bindings that lead away from the exchange", labels(exchange), count);
        }
    }

    static void virtualHosts(Observed seen, Scrape into, boolean each) {
        for (VirtualHostInfo host : seen.virtualHosts()) {
            into.under(CLUSTER).gauge("vhost_status", "Whether the virtual host runs", Labels.of("vhost", host.name()), 1);
        }
    }

    private static List<ExchangeInfo> named(Observed seen) {
        return seen.exchanges().stream().filter(exchange -> !exchange.name().isEmpty()).toList();
    }

    private static Labels labels(ExchangeInfo exchange) {
        return Labels.of("exchange", exchange.name(), "type", exchange.type(), "vhost", exchange.virtualHost());
    }
}
