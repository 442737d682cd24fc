package io.leveret.api.graph;

import io.leveret.api.graph.Edge.Kind;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueLevel;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.QueueSettings;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All of a virtual host, as it is now. The default exchange, which leads to every queue, is there when something names or uses it. */
final class Graph {

    private static final String DEFAULT = "";

    private final VirtualHost host;
    private final Map<String, Vertex> vertices = new LinkedHashMap<>();
    private final Map<List<Object>, Edge> edges = new LinkedHashMap<>();

    Graph(VirtualHost host) {
        this.host = host;
        Map<String, QueueRef> queues = new HashMap<>();
        for (QueueRef queue : host.queues()) {
            queues.put(queue.name(), queue);
            add(vertex(queue));
        }
        List<Exchange> exchanges = host.exchanges().stream().filter(exchange -> !exchange.name().isEmpty()).toList();
        exchanges.forEach(exchange -> add(vertex(exchange)));
        exchanges.forEach(this::connect);
        queues.values().forEach(this::connect);
    }

    Collection<Vertex> vertices() {
        return vertices.values();
    }

    Collection<Edge> edges() {
        return edges.values();
    }

    Optional<Vertex> vertex(String id) {
        return Optional.ofNullable(vertices.get(id));
    }

    void add(Vertex vertex) {
        vertices.put(vertex.id(), vertex);
    }

    /** Of its ways, those by which messages have come. */
    void addDefaultExchange() {
        Vertex from = named(DEFAULT);
        for (QueueRef queue : host.queues()) {
            History through = queue.stats().from(DEFAULT);
            Vertex to = vertices.get("q:" + queue.name());
            if (through == null || to == null) continue;
            Edge edge = edge(Kind.BINDING, from, to);
            edge.addKey(queue.name());
            edge.rate(through.rate(Metric.ENQUEUED));
        }
    }

    private void connect(Exchange exchange) {
        Vertex from = vertices.get(idOf(exchange));
        for (Binding binding : exchange.bindings()) {
            String id = binding.destination() instanceof Exchange to ? idOf(to) : "q:" + binding.destination().name();
            Vertex to = vertices.get(id);
            if (to == null) continue; // it has come since
            Edge edge = edge(Kind.BINDING, from, to);
            edge.addKey(binding.key());
            if (binding.destination() instanceof QueueRef queue) {
                History through = queue.stats().from(exchange.name());
                if (through != null) edge.rate(through.rate(Metric.ENQUEUED));
            }
        }
        exchange.settings().alternateExchange().ifPresent(name -> edge(Kind.ALTERNATE, from, named(name)));
    }

    private void connect(QueueRef queue) {
        QueueSettings settings = host.settingsOf(queue);
        if (settings.deadLetterExchange().isEmpty()) return;
        String exchange = settings.deadLetterExchange().get();
        String key = settings.deadLetterRoutingKey().orElse("");
        Vertex target = exchange.isEmpty() && !key.isEmpty() ? vertices.get("q:" + key) : named(exchange);
        if (target == null) return;
        Edge edge = edge(Kind.DEAD_LETTER, vertices.get("q:" + queue.name()), target);
        if (!key.isEmpty()) edge.addKey(key);
    }

    Edge edge(Kind kind, Vertex from, Vertex to) {
        return edges.computeIfAbsent(List.of(kind, from, to), key -> new Edge(kind, from, to));
    }

    /** The exchange of that name, which need not be there. */
    private Vertex named(String exchange) {
        return vertices.computeIfAbsent("e:" + exchange, id -> {
            Exchange found = host.findExchange(exchange);
            if (found != null) return vertex(found);
            Map<String, Object> figures = figures(id, "missing", exchange, "", Map.of());
            return new Vertex(id, exchange, false, 0, false, figures);
        });
    }

    private static String idOf(Exchange exchange) {
        return "e:" + exchange.name();
    }

    private static Vertex vertex(Exchange exchange) {
        History history = exchange.stats().history();
        Map<String, Object> figures = figures(idOf(exchange), "exchange", exchange.name(), exchange.type().toString(), flags(exchange.isDurable(),
            exchange.isAutoDelete(), "internal", exchange.isInternal()));
        double in = history.rate(Metric.PUBLISH);
        figures.put("publish_in_rate", in);
        figures.put("publish_out_rate", history.rate(Metric.ROUTED));
        return new Vertex(idOf(exchange), exchange.name(), in > 0, Double.MAX_VALUE, exchange.name().startsWith("amq."), figures);
    }

    private static Vertex vertex(QueueRef queue) {
        History history = queue.stats().history();
        Map<String, Object> figures = figures("q:" + queue.name(), "queue", queue.name(), queue.type().toString(), flags(queue.isDurable(),
            queue.isAutoDelete(), "exclusive", queue.isExclusive()));
        long ready = queue.stats().ready();
        long unacked = queue.stats().unacked();
        figures.put("arguments", names(queue.arguments()));
        figures.put("paused", queue.isPaused());
        figures.put("messages_ready", ready);
        figures.put("messages_unacknowledged", unacked);
        figures.put("consumers", queue.stats().level(QueueLevel.CONSUMERS));
        double in = history.rate(Metric.ENQUEUED);
        double out = Clients.delivered(history);
        figures.put("publish_rate", in);
        figures.put("deliver_get_rate", out);
        return new Vertex("q:" + queue.name(), queue.name(), in > 0 || out > 0 || ready + unacked > 0, ready + unacked + in, false, figures);
    }

    private static Map<String, Object> flags(boolean durable, boolean autoDelete, String third, boolean isThird) {
        Map<String, Object> flags = new LinkedHashMap<>();
        flags.put("durable", durable);
        flags.put("auto_delete", autoDelete);
        flags.put(third, isThird);
        return flags;
    }

    static Map<String, Object> figures(String id, String kind, String name, String type, Map<String, Object> flags) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("id", id);
        figures.put("kind", kind);
        figures.put("name", name);
        if (!type.isEmpty()) figures.put("type", type);
        figures.putAll(flags);
        return figures;
    }

    private static List<String> names(FieldTable arguments) {
        List<String> names = new ArrayList<>();
        arguments.forEach((name, value) -> names.add(name));
        return names;
    }
}
