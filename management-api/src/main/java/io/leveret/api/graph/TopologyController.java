package io.leveret.api.graph;

import io.leveret.api.ManagedBroker;
import io.leveret.api.http.Answers;
import io.leveret.api.http.Caller;
import io.leveret.api.http.Workers;
import io.leveret.api.json.Bounds;
import io.leveret.api.json.Query;
import io.leveret.engine.VirtualHost;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A virtual host as a graph to be drawn. */
@Controller("/api/topology")
@ExecuteOn(Workers.NAME)
final class TopologyController {

    private static final int USUAL_NODES = 300;
    private static final int MOST_NODES = 2_000;
    private static final int EDGES_FOR_EACH = 10;
    private static final int FARTHEST = 20;

    private final ManagedBroker managed;

    TopologyController(ManagedBroker managed) {
        this.managed = managed;
    }

    @Get("/{vhost}")
    HttpResponse<?> show(String vhost, Caller caller, Query query) {
        VirtualHost host = caller.look(vhost);
        Graph graph = new Graph(host);
        if (query.isTrue("clients")) new Clients(graph, managed, caller).addTo(host);
        Selection selection = new Selection(text(query, "name"), text(query, "around"), Bounds.of(query, "hops", 1, FARTHEST),
            query.isTrue("traffic"), Bounds.of(query, "limit", USUAL_NODES, MOST_NODES));
        List<Vertex> wanted = selection.of(graph);
        List<Vertex> shown = wanted.subList(0, Math.min(wanted.size(), selection.most()));
        Set<Vertex> visible = new HashSet<>(shown);
        List<Edge> edges = graph.edges().stream().filter(edge -> visible.contains(edge.from()) && visible.contains(edge.to())).toList();
        int most = Math.min(edges.size(), selection.most() * EDGES_FOR_EACH);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("vhost", vhost);
        json.put("nodes", shown.stream().map(Vertex::figures).toList());
        json.put("edges", edges.subList(0, most).stream().map(Edge::json).toList());
        json.put("nodes_left_out", wanted.size() - shown.size());
        json.put("edges_left_out", edges.size() - most);
        return Answers.ok(json);
    }

    private static Optional<String> text(Query query, String name) {
        return query.find(name).filter(text -> !text.isEmpty());
    }
}
