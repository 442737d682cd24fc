package io.leveret.api;

import io.leveret.api.json.Fields;
import io.leveret.api.json.Filters;
import io.leveret.api.stats.Figures;
import io.leveret.api.stats.Windows;
import io.leveret.engine.stats.History;
import io.leveret.engine.view.ChannelInfo;
import io.leveret.engine.view.ChannelName;
import io.leveret.engine.view.ChannelPassage;
import io.leveret.engine.view.ConsumerInfo;
import io.leveret.engine.view.Passage;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A channel, in JSON. */
final class ChannelRow {

    private ChannelRow() {
    }

    /** What never changes. */
    static Fields<ChannelInfo> basics(String node) {
        return new Fields<ChannelInfo>()
            .add("name", row -> row.name().toString())
            .add("number", row -> row.name().number())
            .add("connection_details", row -> connection(row.name()))
            .add("node", row -> node)
            .add("user", row -> row.name().user())
            .add("user_who_performed_action", row -> row.name().user())
            .add("vhost", ChannelInfo::virtualHost);
    }

    static Fields<ChannelInfo> fields(String node, Windows windows) {
        return basics(node)
            .add("state", row -> row.isFlowing() ? "running" : "flow")
            .add("transactional", ChannelInfo::transactional)
            .add("confirm", ChannelInfo::confirming)
            .add("consumer_count", ChannelInfo::consumers)
            .add("messages_unacknowledged", ChannelInfo::unacked)
            .add("messages_unconfirmed", ChannelInfo::unconfirmed)
            .add("messages_uncommitted", ChannelInfo::uncommitted)
            .add("acks_uncommitted", ChannelInfo::uncommittedAcks)
            .add("pending_raft_commands", row -> 0)
            .add("cached_segments", row -> 0)
            .add("prefetch_count", ChannelInfo::prefetch)
            .add("global_prefetch_count", ChannelInfo::globalPrefetch)
            .addIfPresent("idle_since", row -> Times.shown(row.stats().idleSince()))
            .and(windows.messageStats(Figures.CHANNEL, ChannelInfo::stats));
    }

    /** What a list of them can be asked for. */
    static Filters<ChannelInfo> filters() {
        return new Filters<ChannelInfo>()
            .add("stuck", row -> row.prefetch() > 0 && row.unacked() >= row.prefetch()
                || row.globalPrefetch() > 0 && row.unacked() >= row.globalPrefetch())
            .add("idle", row -> row.stats().idleSince().isPresent());
    }

    /** What is told of a channel by itself. */
    static Fields<ChannelInfo> whole(String node, Windows windows, Function<ChannelInfo, List<ConsumerInfo>> consumers) {
        return fields(node, windows)
            .add("consumer_details", row -> consumers.apply(row).stream().map(ConsumerRow.fields(node)::of).toList())
            .add("publishes", row -> passages(row.publishes(), "exchange", row.virtualHost(), Figures.PUBLISHES, windows))
            .add("deliveries", row -> passages(row.deliveries(), "queue", row.virtualHost(), Figures.DELIVERED, windows));
    }

    /** What passes to or from the exchanges or queues of a virtual host. */
    static List<Map<String, Object>> passages(Collection<Passage> passages, String kind, String virtualHost, Figures figures,
                                              Windows windows) {
        return passages.stream().map(passage -> {
            Map<String, Object> end = new LinkedHashMap<>();
            end.put("name", passage.name());
            end.put("vhost", virtualHost);
            return passage(kind, end, passage.stats(), figures, windows);
        }).toList();
    }

    /** What passes to or from channels. */
    static List<Map<String, Object>> channels(Collection<ChannelPassage> passages, String node, Figures figures, Windows windows) {
        return passages.stream()
            .map(passage -> passage("channel_details", details(passage.channel(), node), passage.stats(), figures, windows)).toList();
    }

    private static Map<String, Object> passage(String kind, Object end, History stats, Figures figures, Windows windows) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("stats", figures.all(List.of(stats), windows.messages()));
        shown.put(kind, end);
        return shown;
    }

    /** Whose channel it is. */
    static Map<String, Object> details(ChannelName channel, String node) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", channel.toString());
        details.put("number", channel.number());
        details.put("user", channel.user());
        details.put("connection_name", channel.connection());
        details.put("peer_host", channel.peerHost());
        details.put("peer_port", channel.peerPort());
        details.put("node", node);
        return details;
    }

    private static Map<String, Object> connection(ChannelName channel) {
        Map<String, Object> connection = new LinkedHashMap<>();
        connection.put("name", channel.connection());
        connection.put("peer_host", channel.peerHost());
        connection.put("peer_port", channel.peerPort());
        return connection;
    }
}
