package io.leveret.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.api.json.Json;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Exchange;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** A binding, in JSON. That of every queue to the default exchange is nowhere kept, and listed all the same. */
record BindingRow(String source, String host, String destination, boolean isToQueue, String key, FieldTable arguments) {

    static final Fields<BindingRow> FIELDS = new Fields<BindingRow>()
        .add("source", BindingRow::source)
        .add("vhost", BindingRow::host)
        .add("destination", BindingRow::destination)
        .add("destination_type", row -> row.isToQueue() ? "queue" : "exchange")
        .add("routing_key", BindingRow::key)
        .add("arguments", row -> AmqpJson.of(row.arguments()))
        .add("properties_key", BindingRow::propertiesKey);

    private static final String NOTHING = "~";
    private static final int HASH_BYTES = 4;

    static List<BindingRow> all(Collection<VirtualHost> hosts) {
        List<BindingRow> rows = new ArrayList<>();
        for (VirtualHost host : hosts) {
            host.queues().forEach(queue -> rows.add(implicit(host, queue.name())));
            host.exchanges().forEach(exchange -> rows.addAll(of(host, exchange)));
        }
        return rows;
    }

    /** Those that lead away from an exchange, the default one too. */
    static List<BindingRow> from(VirtualHost host, String source) {
        if (source.isEmpty()) return host.queues().stream().map(queue -> implicit(host, queue.name())).toList();
        return Optional.ofNullable(host.findExchange(source)).map(exchange -> of(host, exchange)).orElse(List.of());
    }

    private static List<BindingRow> of(VirtualHost host, Exchange source) {
        return source.bindings().stream().map(binding -> of(host, binding)).toList();
    }

    private static BindingRow of(VirtualHost host, Binding binding) {
        return new BindingRow(binding.source(), host.name(), binding.destination().name(),
            !(binding.destination() instanceof Exchange), binding.key(), binding.arguments());
    }

    private static BindingRow implicit(VirtualHost host, String queue) {
        return new BindingRow("", host.name(), queue, true, queue, FieldTable.EMPTY);
    }

    boolean isImplicit() {
        return source.isEmpty();
    }

    boolean leadsTo(String name, boolean queue) {
        return isToQueue == queue && destination.equals(name);
    }

    /** Tells the bindings between two ends apart, in paths too. */
    String propertiesKey() {
        return propertiesKey(key, arguments);
    }

    static String propertiesKey(String key, FieldTable arguments) {
        String encoded = encoded(key);
        if (arguments.isEmpty()) return key.isEmpty() ? NOTHING : encoded;
        return encoded + NOTHING + hash(arguments);
    }

    /** As in the query of a URL; the tilde stands for something here. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("*", "%2A").replace("~", "%7E");
    }

    /** The same whatever the order of the arguments. */
    private static String hash(FieldTable arguments) {
        Map<String, Object> sorted = new TreeMap<>(AmqpJson.of(arguments));
        CRC32C sum = new CRC32C();
        sum.update(Json.write(sorted));
        byte[] bytes = new byte[HASH_BYTES];
        for (int i = 0; i < HASH_BYTES; i++) bytes[i] = (byte) (sum.getValue() >> 8 * i);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
