package io.leveret.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** The best of the names in which a text is, whatever the case: equal before those that begin with it, the short before the long. */
final class Hits {

    private record Hit(int rank, String name, String further, String host) {
    }

    private static final Comparator<Hit> BEST_FIRST = Comparator.comparingInt(Hit::rank).thenComparingInt(hit -> hit.name().length())
        .thenComparing(Hit::name).thenComparing(Hit::host);

    private final String wanted;
    private final int most;
    private final PriorityQueue<Hit> best = new PriorityQueue<>(BEST_FIRST.reversed());
    private int total;

    Hits(String wanted, int most) {
        this.wanted = wanted;
        this.most = most;
    }

    void offer(String name, String further, String host) {
        add(rank(name), name, further, host);
    }

    /** The text may be in the one name or in the other. */
    void offerEither(String name, String other, String host) {
        add(Math.min(rank(name), rank(other)), name, other, host);
    }

    /** @param further what the second text of a hit is; "" for nothing */
    Map<String, Object> json(String host, String further) {
        List<Map<String, Object>> items = new ArrayList<>();
        best.stream().sorted(BEST_FIRST).forEach(hit -> {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("name", hit.name());
            if (!host.isEmpty()) item.put(host, hit.host());
            if (!further.isEmpty() && !hit.further().isEmpty()) item.put(further, hit.further());
            items.add(item);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("total", total);
        json.put("items", items);
        return json;
    }

    private void add(int rank, String name, String further, String host) {
        if (rank == Integer.MAX_VALUE) return;
        total++;
        best.add(new Hit(rank, name, further, host));
        if (best.size() > most) best.poll();
    }

    private int rank(String name) {
        if (name.length() < wanted.length()) return Integer.MAX_VALUE;
        if (name.regionMatches(true, 0, wanted, 0, wanted.length())) return name.length() == wanted.length() ? 0 : 1;
        for (int at = 1; at <= name.length() - wanted.length(); at++) {
            if (name.regionMatches(true, at, wanted, 0, wanted.length())) return 2;
        }
        return Integer.MAX_VALUE;
    }
}
