package io.leveret.api.graph;

import io.leveret.api.ManagedBroker;
import io.leveret.api.graph.Edge.Kind;
import io.leveret.api.http.Caller;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.view.ChannelName;
import io.leveret.engine.view.ChannelPassage;
import io.leveret.engine.view.ConnectionInfo;
import io.leveret.engine.view.ConsumerInfo;
import java.util.List;
import java.util.Map;

/**
 * Who publishes to the exchanges of a graph, and who consumes from its queues. A connection that does both is there twice, once on each
 * side: else everything would stand in circles.
 */
final class Clients {

    private final Graph graph;
    private final ManagedBroker managed;
    private final Caller caller;

    Clients(Graph graph, ManagedBroker managed, Caller caller) {
        this.graph = graph;
        this.managed = managed;
        this.caller = caller;
    }

    void addTo(VirtualHost host) {
        if (host.exchange("").stats().incoming().stream().anyMatch(passage -> caller.maySee(passage.channel().user()))) graph.addDefaultExchange();
        for (Exchange exchange : host.exchanges()) {
            graph.vertex("e:" + exchange.name()).ifPresent(to -> {
                for (ChannelPassage passage : exchange.stats().incoming()) publishes(passage.channel(), to, passage.stats().rate(Metric.PUBLISH));
            });
        }
        List<ConsumerInfo> consumers = managed.consumersIn(List.of(host.name()));
        consumers.forEach(consumer -> consumer.channel().ifPresent(channel -> consumes(channel, consumer.queue(), 0)));
        for (QueueRef queue : host.queues()) {
            for (ChannelPassage passage : queue.stats().deliveries()) consumes(passage.channel(), queue.name(), delivered(passage.stats()));
        }
    }

    private void publishes(ChannelName channel, Vertex to, double rate) {
        if (caller.maySee(channel.user())) graph.edge(Kind.PUBLISH, client("p:", "publisher", channel), to).addRate(rate);
    }

    private void consumes(ChannelName channel, String queue, double rate) {
        if (!caller.maySee(channel.user())) return;
        graph.vertex("q:" + queue).ifPresent(from -> graph.edge(Kind.CONSUME, from, client("c:", "consumer", channel)).addRate(rate));
    }

    private Vertex client(String side, String kind, ChannelName channel) {
        String id = side + channel.connection();
        return graph.vertex(id).orElseGet(() -> {
            String name = managed.view().connection(channel.connection()).map(ConnectionInfo::details).flatMap(details -> details.givenName())
                .filter(given -> !given.isEmpty()).orElse(channel.connection());
            Map<String, Object> figures = Graph.figures(id, kind, name, "", Map.of("connection", channel.connection()));
            figures.put("user", channel.user());
            Vertex client = new Vertex(id, name, true, 0, false, figures);
            graph.add(client);
            return client;
        });
    }

    /** Messages a second that are given to clients. */
    static double delivered(History history) {
        return history.rate(Metric.DELIVER) + history.rate(Metric.DELIVER_NO_ACK) + history.rate(Metric.GET) + history.rate(Metric.GET_NO_ACK);
    }
}
