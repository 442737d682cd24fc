package io.leveret.api.graph;

import io.leveret.api.http.ApiException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which part of a graph somebody wants to see.
 *
 * @param name    somewhere in the name, whatever the case: those, and what they lead to or from
 * @param around  the id of a node
 * @param hops    as far away from that
 * @param traffic whether only what is used now
 * @param most    nodes
 */
record Selection(Optional<String> name, Optional<String> around, int hops, boolean traffic, int most) {

    /** Nearest first, then exchanges, then the fullest queues. */
    private static final Comparator<Vertex> ORDER = Comparator.comparingDouble(Vertex::weight).reversed().thenComparing(Vertex::name);

    /** @throws ApiException 404 when there is nothing to look around of */
    List<Vertex> of(Graph graph) {
        Map<Vertex, List<Vertex>> neighbours = neighbours(graph.edges());
        List<Vertex> wanted = around.isPresent() ? around(graph, neighbours) : all(graph, neighbours);
        return wanted.stream().filter(vertex -> !traffic || vertex.isBusy() || around.filter(vertex.id()::equals).isPresent()).toList();
    }

    private List<Vertex> all(Graph graph, Map<Vertex, List<Vertex>> neighbours) {
        Set<Vertex> named = new LinkedHashSet<>();
        graph.vertices().stream().filter(this::isNamed).filter(vertex -> !vertex.isBuiltIn() || neighbours.containsKey(vertex))
            .sorted(ORDER).forEach(named::add);
        if (name.isEmpty()) return List.copyOf(named);
        for (Vertex vertex : List.copyOf(named)) named.addAll(neighbours.getOrDefault(vertex, List.of()));
        return List.copyOf(named);
    }

    private boolean isNamed(Vertex vertex) {
        return name.isEmpty() || vertex.name().toLowerCase(Locale.ROOT).contains(name.get().toLowerCase(Locale.ROOT));
    }

    private List<Vertex> around(Graph graph, Map<Vertex, List<Vertex>> neighbours) {
        Vertex start = graph.vertices().stream().filter(vertex -> vertex.id().equals(around.get())).findAny()
            .orElseThrow(ApiException::noSuchObject);
        Map<Vertex, Integer> distances = new HashMap<>(Map.of(start, 0));
        List<Vertex> found = new ArrayList<>(List.of(start));
        Deque<Vertex> next = new ArrayDeque<>(found);
        for (Vertex from = next.poll(); from != null; from = next.poll()) {
            int distance = distances.get(from) + 1;
            if (distance > hops) break;
            for (Vertex to : neighbours.getOrDefault(from, List.of()).stream().sorted(ORDER).toList()) {
                if (distances.putIfAbsent(to, distance) != null) continue;
                found.add(to);
                next.add(to);
            }
        }
        return found;
    }

    private static Map<Vertex, List<Vertex>> neighbours(Collection<Edge> edges) {
        Map<Vertex, List<Vertex>> neighbours = new HashMap<>();
        for (Edge edge : edges) {
            neighbours.computeIfAbsent(edge.from(), key -> new ArrayList<>()).add(edge.to());
            neighbours.computeIfAbsent(edge.to(), key -> new ArrayList<>()).add(edge.from());
        }
        return neighbours;
    }
}
