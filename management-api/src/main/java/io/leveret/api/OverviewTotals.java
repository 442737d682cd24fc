package io.leveret.api;

import io.leveret.api.http.Caller;
import io.leveret.api.stats.Figure;
import io.leveret.api.stats.Figures;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Span;
import io.leveret.engine.view.ConnectionInfo;
import io.leveret.engine.view.Totals;
import io.leveret.engine.view.VirtualHostInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How much there is of everything that somebody may see. */
record OverviewTotals(long ready, long unacked, Map<String, Object> objects) {

    /** Of the whole node. */
    static OverviewTotals of(Totals totals) {
        Map<String, Object> objects = new LinkedHashMap<>();
        objects.put("consumers", totals.consumers());
        objects.put("queues", totals.queues());
        objects.put("exchanges", totals.exchanges());
        objects.put("connections", totals.connections());
        objects.put("channels", totals.channels());
        return new OverviewTotals(totals.ready(), totals.unacked(), objects);
    }

    /** Of some virtual hosts, and the caller's own connections. */
    static OverviewTotals of(List<VirtualHostInfo> hosts, Caller caller, ManagedBroker managed) {
        List<String> names = hosts.stream().map(VirtualHostInfo::name).toList();
        List<ConnectionInfo> own = managed.view().connections().stream().filter(each -> caller.maySee(each.user())).toList();
        Map<String, Object> objects = new LinkedHashMap<>();
        objects.put("queues", ManagedBroker.inAll(names, managed.view()::queues).size());
        objects.put("exchanges", ManagedBroker.inAll(names, managed.view()::exchanges).size());
        objects.put("connections", own.size());
        objects.put("channels", own.stream().mapToInt(ConnectionInfo::channels).sum());
        return new OverviewTotals(hosts.stream().mapToLong(VirtualHostInfo::ready).sum(),
            hosts.stream().mapToLong(VirtualHostInfo::unacked).sum(), objects);
    }

    /** How many messages there are in queues. */
    Map<String, Object> queues(List<History> histories, Optional<Span> span) {
        Map<String, Object> queues = new LinkedHashMap<>();
        queues.put("messages", ready + unacked);
        queues.put("messages_ready", ready);
        queues.put("messages_unacknowledged", unacked);
        for (Figure figure : Figures.DEPTH) queues.put(figure.detailsKey(), figure.details(histories, span));
        return queues;
    }
}
