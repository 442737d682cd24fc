package io.leveret.api;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.access.PermissionTable.Granted;
import io.leveret.engine.access.PermissionTable.TopicsGranted;
import io.leveret.engine.access.User;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** All that is declared, as RabbitMQ's definitions files have it. What a client alone can use is left out, and what every broker has. */
final class DefinitionsExport {

    /** An exchange or a queue, and where. */
    private record Declared<T>(VirtualHost host, T it) {
    }

    private static final Fields<Declared<Exchange>> EXCHANGE = new Fields<Declared<Exchange>>()
        .add("name", row -> row.it().name())
        .add("vhost", row -> row.host().name())
        .add("type", row -> row.it().type().toString())
        .add("durable", row -> row.it().isDurable())
        .add("auto_delete", row -> row.it().isAutoDelete())
        .add("internal", row -> row.it().isInternal())
        .add("arguments", row -> AmqpJson.of(row.it().arguments()));

    private static final Fields<Declared<QueueRef>> QUEUE = new Fields<Declared<QueueRef>>()
        .add("name", row -> row.it().name())
        .add("vhost", row -> row.host().name())
        .add("type", row -> row.it().type().toString())
        .add("durable", row -> row.it().isDurable())
        .add("auto_delete", row -> row.it().isAutoDelete())
        .add("arguments", row -> QueueRow.arguments(row.it()));

    private static final Fields<BindingRow> BINDING = new Fields<BindingRow>()
        .add("source", BindingRow::source)
        .add("vhost", BindingRow::host)
        .add("destination", BindingRow::destination)
        .add("destination_type", row -> row.isToQueue() ? "queue" : "exchange")
        .add("routing_key", BindingRow::key)
        .add("arguments", row -> AmqpJson.of(row.arguments()));

    private final Broker broker;
    private final String version;
    private final String clusterName;

    DefinitionsExport(Broker broker, String version, String clusterName) {
        this.broker = broker;
        this.version = version;
        this.clusterName = clusterName;
    }

    Map<String, Object> all() {
        List<VirtualHost> hosts = broker.virtualHosts().stream().sorted(Comparator.comparing(VirtualHost::name)).toList();
        Map<String, Object> file = head("cluster");
        file.put("original_cluster_name", clusterName);
        file.put("explanation", "Definitions of cluster '" + clusterName + "'");
        file.put("users", rows(broker.users().all(), UserJson.fields(broker.users()), User::name));
        file.put("vhosts", hosts.stream().map(DefinitionsExport::virtualHost).toList());
        file.put("permissions", rows(broker.permissions().all(), PermissionsController.FIELDS, Granted::user));
        file.put("topic_permissions", rows(broker.permissions().allTopics(), TopicPermissionsController.FIELDS, TopicsGranted::user));
        file.put("parameters", parameters(hosts));
        file.put("global_parameters", globalParameters());
        file.put("policies", rows(PolicyRow.all(hosts, false), PolicyRow.FIELDS, row -> row.policy().name()));
        addTopology(file, hosts);
        return file;
    }

    /** Nothing says of which virtual host it is: it is for any. */
    Map<String, Object> of(VirtualHost host) {
        Map<String, Object> file = head("single_virtual_host");
        file.put("original_vhost_name", host.name());
        file.put("explanation", "Definitions of virtual host '" + host.name() + "'");
        file.put("description", host.description().text());
        file.put("metadata", VirtualHostJson.metadata(host.description()));
        file.put("limits", LimitsController.value(host.limits()));
        file.put("parameters", parameters(List.of(host)));
        file.put("policies", rows(PolicyRow.all(List.of(host), false), PolicyRow.FIELDS, row -> row.policy().name()));
        addTopology(file, List.of(host));
        file.values().forEach(DefinitionsExport::dropVirtualHost);
        return file;
    }

    private Map<String, Object> head(String format) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("rabbit_version", version);
        head.put("rabbitmq_version", version);
        head.put("product_name", "RabbitMQ");
        head.put("product_version", version);
        head.put("rabbitmq_definition_format", format);
        return head;
    }

    private static Map<String, Object> virtualHost(VirtualHost host) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", host.name());
        shown.put("limits", LimitsController.value(host.limits()));
        shown.put("metadata", VirtualHostJson.metadata(host.description()));
        return shown;
    }

    private List<Map<String, Object>> globalParameters() {
        List<Map<String, Object>> rows = new ArrayList<>();
        Map<String, FieldValue> sorted = new TreeMap<>(broker.parameters().all());
        sorted.forEach((name, value) -> rows.add(ParametersController.shown(name, value)));
        return rows;
    }

    private static List<Map<String, Object>> parameters(List<VirtualHost> hosts) {
        return ComponentParameter.all(hosts).stream().map(ComponentParameter.FIELDS::of).toList();
    }

    private static void addTopology(Map<String, Object> file, List<VirtualHost> hosts) {
        List<Declared<QueueRef>> queues = new ArrayList<>();
        List<Declared<Exchange>> exchanges = new ArrayList<>();
        for (VirtualHost host : hosts) {
            host.queues().stream().filter(queue -> !queue.isExclusive())
                .forEach(queue -> queues.add(new Declared<>(host, queue)));
            host.exchanges().stream().filter(exchange -> !isEverywhere(exchange.name()))
                .forEach(exchange -> exchanges.add(new Declared<>(host, exchange)));
        }
        file.put("queues", rows(queues, QUEUE, row -> row.it().name()));
        file.put("exchanges", rows(exchanges, EXCHANGE, row -> row.it().name()));
        file.put("bindings", rows(BindingRow.all(hosts).stream().filter(row -> !row.isImplicit() && isKept(row, hosts)).toList(),
            BINDING, row -> row.source() + '\0' + row.destination() + '\0' + row.key()));
    }

    /** No import makes queues that the broker has named, and RabbitMQ's fails on bindings that lead to them. */
    private static boolean isKept(BindingRow row, List<VirtualHost> hosts) {
        return !row.isToQueue() || hosts.stream().filter(host -> host.name().equals(row.host()))
            .flatMap(host -> Optional.ofNullable(host.findQueue(row.destination())).stream())
            .anyMatch(queue -> !queue.isExclusive() && !Names.isReserved(queue.name()));
    }

    private static boolean isEverywhere(String exchange) {
        return exchange.isEmpty() || Names.isReserved(exchange);
    }

    private static <T> List<Map<String, Object>> rows(Collection<T> all, Fields<T> fields, Function<T, String> name) {
        return all.stream().sorted(Comparator.comparing(name)).map(fields::of).toList();
    }

    private static void dropVirtualHost(Object section) {
        if (!(section instanceof List<?> rows)) return;
        for (Object row : rows) if (row instanceof Map<?, ?> map) map.remove("vhost");
    }
}
