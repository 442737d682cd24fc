package io.leveret.api;

import io.leveret.api.json.AmqpJson;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Inspection;
import io.leveret.engine.exchange.Why;
import io.leveret.engine.explain.Explanation;
import io.leveret.engine.explain.Explanation.Alternate;
import io.leveret.engine.explain.Explanation.Judged;
import io.leveret.engine.explain.Explanation.Reached;
import io.leveret.engine.explain.Explanation.Step;
import io.leveret.engine.explain.QueueOutlook;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An explanation of one message's way, in JSON. */
final class ExplanationJson {

    private final VirtualHost host;
    private final Message message;
    private final long payloadBytes;

    ExplanationJson(VirtualHost host, Message message, long payloadBytes) {
        this.host = host;
        this.message = message;
        this.payloadBytes = payloadBytes;
    }

    Map<String, Object> of(Exchange start, Explanation explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("vhost", host.name());
        json.put("exchange", start.name());
        json.put("keys", keys());
        json.put("publishable", !start.isInternal());
        if (start.isInternal()) json.put("refused", "cannot publish to internal exchange '" + start.name() + "' in vhost '" + host.name() + "'");
        json.put("routed", explanation.isRouted());
        json.put("steps", explanation.steps().stream().map(this::step).toList());
        json.put("steps_left_out", explanation.stepsInAll() - explanation.steps().size());
        json.put("queues", explanation.queues().stream().map(this::queue).toList());
        json.put("queues_left_out", explanation.queuesInAll() - explanation.queues().size());
        json.put("duplicates_removed", explanation.duplicates());
        return json;
    }

    private List<Map<String, Object>> keys() {
        List<Map<String, Object>> keys = new ArrayList<>();
        keys.add(key(message.routingKey(), "routing_key"));
        message.openKeys().forEach(key -> keys.add(key(key, "CC")));
        message.blindKeys().forEach(key -> keys.add(key(key, "BCC")));
        return keys;
    }

    private static Map<String, Object> key(String key, String from) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", key);
        json.put("from", from);
        return json;
    }

    private Map<String, Object> step(Step step) {
        Exchange exchange = step.exchange();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("exchange", exchange.name());
        json.put("type", exchange.type().toString());
        json.put("internal", exchange.isInternal());
        json.put("entry", lower(step.entry()));
        step.from().ifPresent(from -> json.put("from", from.name()));
        json.put("after_ms", step.afterMillis());
        json.put("certain", step.certain());
        boolean fitsNothing = step.fate() == Inspection.Fate.ROUTED && step.matched() == 0;
        json.put("fate", fitsNothing ? "no_match" : lower(step.fate()));
        if (step.held() > 0) json.put("held_ms", step.held());
        json.put("matched", step.matched());
        json.put("unmatched", step.unmatched());
        json.put("bindings", step.bindings().stream().map(this::judged).toList());
        json.put("bindings_left_out", step.matched() + step.unmatched() - step.bindings().size());
        step.alternate().ifPresent(alternate -> json.put("alternate_exchange", alternate(alternate)));
        return json;
    }

    private static Map<String, Object> alternate(Alternate alternate) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", alternate.name());
        json.put("outcome", lower(alternate.outcome()));
        return json;
    }

    private Map<String, Object> judged(Judged judged) {
        Map<String, Object> json = binding(judged.binding());
        json.put("matched", judged.matches());
        json.put("effect", lower(judged.effect()));
        Why why = judged.why();
        json.put("why", why.text());
        why.key().ifPresent(key -> json.put("key", key));
        if (!why.words().isEmpty()) json.put("words", why.words().stream().map(ExplanationJson::word).toList());
        why.way().ifPresent(way -> json.put("x_match", way));
        if (why.way().isPresent()) json.put("headers", why.headers().stream().map(ExplanationJson::header).toList());
        return json;
    }

    static Map<String, Object> binding(Binding binding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", binding.source());
        json.put("destination", binding.destination().name());
        json.put("destination_type", binding.destination() instanceof Exchange ? "exchange" : "queue");
        json.put("routing_key", binding.key());
        json.put("arguments", AmqpJson.of(binding.arguments()));
        json.put("properties_key", BindingRow.propertiesKey(binding.key(), binding.arguments()));
        return json;
    }

    private static Map<String, Object> word(Why.WordMatch word) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pattern", word.pattern());
        json.put("words", word.words());
        json.put("matched", word.matches());
        return json;
    }

    private static Map<String, Object> header(Why.HeaderMatch header) {
        FieldTable.Builder values = FieldTable.builder();
        header.wanted().ifPresent(value -> values.put("wanted", value));
        header.actual().ifPresent(value -> values.put("actual", value));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("header", header.header());
        json.putAll(AmqpJson.of(values.build()));
        json.put("counts", header.counts());
        json.put("matched", header.matches());
        return json;
    }

    private Map<String, Object> queue(Reached reached) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", reached.queue().name());
        json.put("after_ms", reached.afterMillis());
        json.put("certain", reached.certain());
        json.put("ways", reached.ways());
        if (reached.queue() instanceof QueueRef queue) json.putAll(OutlookJson.of(QueueOutlook.of(host, queue, message, payloadBytes)));
        return json;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
