package io.leveret.api;

import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.explain.DeadLettersTo;
import io.leveret.engine.explain.DeadLettersTo.Source;
import io.leveret.engine.explain.ExampleKey;
import io.leveret.engine.explain.WaysTo;
import io.leveret.engine.explain.WaysTo.Hop;
import io.leveret.engine.explain.WaysTo.Way;
import io.leveret.engine.queue.QueueRef;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ways to a queue, in JSON. */
final class WaysJson {

    private WaysJson() {
    }

    static Map<String, Object> of(VirtualHost host, QueueRef queue, WaysTo ways) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("vhost", host.name());
        json.put("queue", queue.name());
        json.put("ways", ways.ways().stream().map(WaysJson::way).toList());
        json.put("complete", ways.isComplete());
        json.put("dead_letters_from", DeadLettersTo.of(host, ways).stream().map(WaysJson::deadLetter).toList());
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

    private static Map<String, Object> deadLetter(Source source) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("queue", source.queue().name());
        json.put("exchange", source.exchange().name());
        return json;
    }
}
