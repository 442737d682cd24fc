package io.leveret.api;

import io.leveret.api.json.Fields;
import io.leveret.api.stats.Figures;
import io.leveret.api.stats.Windows;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.VirtualHostDescription;
import io.leveret.engine.VirtualHostLimits;
import io.leveret.engine.view.BrokerView;
import io.leveret.engine.view.VirtualHostInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A virtual host in JSON. */
record VirtualHostJson(VirtualHost host, VirtualHostInfo info) {

    static Fields<VirtualHostJson> basics(String node) {
        return new Fields<VirtualHostJson>()
            .add("name", row -> row.host().name())
            .add("description", row -> row.host().description().text())
            .add("tags", row -> row.host().description().tags())
            .add("default_queue_type", row -> row.host().description().defaultQueueType())
            .add("protected_from_deletion", row -> row.host().description().isProtected())
            .add("metadata", row -> metadata(row.host().description()))
            .add("tracing", row -> row.host().tracing().isOn())
            .add("cluster_state", row -> Map.of(node, "running"));
    }

    /** That, and what goes on. */
    static Fields<VirtualHostJson> fields(String node, Windows windows) {
        return basics(node)
            .add("messages", row -> row.info().ready() + row.info().unacked())
            .add("messages_ready", row -> row.info().ready())
            .add("messages_unacknowledged", row -> row.info().unacked())
            .add("queues", row -> row.host().queues().size())
            .add("limits", row -> limits(row.host().limits()))
            .and(Windows.details(Figures.DEPTH, row -> row.info().stats(), windows.lengths()))
            .and(Windows.totals(Figures.BYTES, row -> row.info().stats(), windows.bytes()))
            .and(windows.messageStats(Figures.MESSAGES, row -> row.info().stats()));
    }

    static List<VirtualHostJson> all(Collection<VirtualHost> hosts, BrokerView view) {
        List<VirtualHostJson> rows = new ArrayList<>();
        for (VirtualHost host : hosts) {
            ManagedBroker.inAll(List.of(host.name()), name -> List.of(view.virtualHost(name)))
                .forEach(info -> rows.add(new VirtualHostJson(host, info)));
        }
        return rows;
    }

    private static Map<String, Object> limits(VirtualHostLimits limits) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (limits.maxConnections() >= 0) object.put("max-connections", limits.maxConnections());
        if (limits.maxQueues() >= 0) object.put("max-queues", limits.maxQueues());
        return object;
    }

    static Map<String, Object> metadata(VirtualHostDescription description) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("description", description.text());
        metadata.put("tags", description.tags());
        metadata.put("default_queue_type", description.defaultQueueType());
        if (description.isProtected()) metadata.put("protected_from_deletion", true);
        return metadata;
    }
}
