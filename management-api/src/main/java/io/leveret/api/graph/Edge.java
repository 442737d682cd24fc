package io.leveret.api.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** One node leads to another in some way: all bindings between the two are one edge. */
final class Edge {

    private static final int MOST_KEYS = 10;

    /** How one leads to the other. */
    enum Kind {
        BINDING, ALTERNATE, DEAD_LETTER, PUBLISH, CONSUME;

        private boolean isCounted() {
            return this != ALTERNATE && this != DEAD_LETTER;
        }
    }

    private final Kind kind;
    private final Vertex from;
    private final Vertex to;
    private final TreeSet<String> keys = new TreeSet<>();
    private int bindings;
    private double rate;

    Edge(Kind kind, Vertex from, Vertex to) {
        this.kind = kind;
        this.from = from;
        this.to = to;
    }

    Vertex from() {
        return from;
    }

    Vertex to() {
        return to;
    }

    /** The first keys are shown, in their order. */
    void addKey(String key) {
        bindings++;
        keys.add(key);
        if (keys.size() > MOST_KEYS) keys.pollLast();
    }

    void rate(double perSecond) {
        rate = perSecond;
    }

    /** What another channel between the two adds. */
    void addRate(double perSecond) {
        rate += perSecond;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind.name().toLowerCase(Locale.ROOT));
        json.put("from", from.id());
        json.put("to", to.id());
        List<String> shown = new ArrayList<>(keys);
        json.put("keys", shown);
        if (kind == Kind.BINDING) json.put("bindings", bindings);
        if (kind.isCounted()) json.put("rate", rate);
        return json;
    }
}
