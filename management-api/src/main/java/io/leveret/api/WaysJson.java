package io.leveret.api;

import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.explain.ExampleKey;
import io.leveret.engine.explain.WaysTo;
import io.leveret.engine.explain.WaysTo.Hop;
import io.leveret.engine.explain.WaysTo.Way;
import io.leveret.engine.queue.QueueRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ways to a queue, in JSON. */
final class WaysJson {

    private static final int MOST_DEAD_LETTERING = 100;

    private WaysJson() {
    }

    static Map<String, Object> of(VirtualHost host, QueueRef queue, WaysTo ways) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("vhost", host.name());
        json.put("queue", queue.name());
        json.put("ways", ways.ways().stream().map(WaysJson::way).toList());
        json.put("complete", ways.isComplete());
        json.put("dead_letters_from", deadLetters(host, ways));
        return json;
    }

    private static Map<String, Object> way(Way way) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exchange", way.start().name());
        json.put("type", way.start().type().toString());
        ExampleKey.of(way).ifPresent(key -> json.put("example_routing_key", key));
        json.put("hops", way.hops().stream().map(WaysJson::hop).toList());
        return json;
    }

    private static Map<String, Object> hop(Hop hop) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", hop.isAlternate() ? "alternate" : "binding");
        json.put("type", hop.from().type().toString());
        if (hop.binding().isPresent()) {
            Binding binding = hop.binding().get();
            json.putAll(ExplanationJson.binding(binding));
            return json;
        }
        json.put("source", hop.from().name());
        json.put("destination", hop.to().name());
        json.put("destination_type", "exchange");
        return json;
    }

    /** By name, queues whose dead letters may come here. */
    private static List<Map<String, Object>> deadLetters(VirtualHost host, WaysTo ways) {
        Set<String> passed = new LinkedHashSet<>();
        for (Way way : ways.ways()) way.hops().stream().map(Hop::from).map(Exchange::name).forEach(passed::add);
        Map<String, List<QueueRef>> dying = WaysTo.deadLettering(host);
        List<Map<String, Object>> from = new ArrayList<>();
        for (String exchange : passed) {
            dying.getOrDefault(exchange, List.of()).stream().map(QueueRef::name).sorted().limit(MOST_DEAD_LETTERING)
                .forEach(queue -> from.add(deadLetter(queue, exchange)));
        }
        return from;
    }

    private static Map<String, Object> deadLetter(String queue, String exchange) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("queue", queue);
        json.put("exchange", exchange);
        return json;
    }
}
