package io.leveret.api;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.api.json.Filters;
import io.leveret.api.stats.Figures;
import io.leveret.api.stats.Windows;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.queue.QueueLevel;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.QueueType;
import io.leveret.engine.stats.History;
import io.leveret.engine.view.BrokerView;
import io.leveret.engine.view.ClientConnection;
import io.leveret.engine.view.ConsumerInfo;
import io.leveret.engine.view.QueueDepth;
import io.leveret.engine.view.QueueDetails;
import io.leveret.engine.view.QueueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A queue of a virtual host, in JSON.
 *
 * @param details what only its loop can tell; empty until it was asked
 */
record QueueRow(VirtualHost host, QueueRef queue, QueueInfo info, Optional<QueueDetails> details) {

    private static final String TYPE = "x-queue-type";

    /** What is said of it when it is declared, or by policies. */
    static Fields<QueueRow> basics(String node) {
        return new Fields<QueueRow>()
            .add("name", row -> row.info().name())
            .add("vhost", row -> row.info().virtualHost())
            .add("type", row -> row.info().type())
            .add("durable", row -> row.info().durable())
            .add("auto_delete", row -> row.info().autoDelete())
            .add("exclusive", row -> row.info().exclusive())
            .addIfPresent("owner_pid_details", row -> row.info().owner().map(QueueRow::owner))
            .add("arguments", row -> arguments(row.queue()))
            .add("node", row -> node)
            .add("state", QueueRow::state)
            .add("internal", row -> false)
            .add("internal_owner", row -> false)
            .addOrNull("policy", row -> row.policy().map(Policy::name))
            .addOrNull("operator_policy", row -> row.operatorPolicy().map(Policy::name))
            .add("effective_policy_definition", QueueRow::effectivePolicy);
    }

    /** How many messages there are. */
    static Fields<QueueRow> totals() {
        return new Fields<QueueRow>()
            .add("messages", depth(QueueDepth::messages))
            .add("messages_ready", depth(QueueDepth::ready))
            .add("messages_unacknowledged", depth(QueueDepth::unacked));
    }

    /** What a list of them can be asked for. */
    static Filters<QueueRow> filters() {
        DeadLetterTargets targets = new DeadLetterTargets();
        return new Filters<QueueRow>()
            .add("needs_attention", row -> QueueHealth.of(QueueFacts.of(row, targets)).needsAttention())
            .add("no_consumers", row -> QueueHealth.hasNoConsumers(QueueFacts.of(row, targets)))
            .add("growing", row -> QueueHealth.isGrowing(QueueFacts.of(row, targets)))
            .add("backlog", row -> row.info().depth().ready() > 0)
            .add("idle", row -> QueueHealth.of(QueueFacts.of(row, targets)) == QueueHealth.IDLE)
            .add("dead_letter_targets", targets::include)
            .add("exclusive", row -> row.info().exclusive());
    }

    static Fields<QueueRow> fields(String node, Windows windows) {
        DeadLetterTargets targets = new DeadLetterTargets();
        return basics(node).and(totals()).and(Windows.details(Figures.DEPTH, QueueRow::stats, windows.lengths()))
            .and(content()).and(consumption()).and(replicas(node))
            .and(windows.messageStats(Figures.QUEUE, QueueRow::stats))
            .add("health", row -> QueueHealth.shown(QueueFacts.of(row, targets)));
    }

    /** What is told of a queue by itself. */
    static Fields<QueueRow> whole(String node, Windows windows, BrokerView view) {
        return fields(node, windows)
            .add("in_force", QueueRow::inForce)
            .add("consumer_details", row -> row.consumers().stream().map(ConsumerRow.fields(node)::of).toList())
            .add("incoming", row -> ChannelRow.passages(view.incoming(row.info()), "exchange", row.host().name(), Figures.INCOMING,
                windows))
            .add("deliveries", row -> ChannelRow.channels(view.deliveries(row.info()), node, Figures.DELIVERED, windows));
    }

    private static Fields<QueueRow> content() {
        return new Fields<QueueRow>()
            .add("messages_persistent", depth(QueueDepth::persistent))
            .add("messages_ram", depth(QueueDepth::inHeap))
            .add("messages_ready_ram", depth(QueueDepth::readyInHeap))
            .add("messages_unacknowledged_ram", depth(QueueDepth::unackedInHeap))
            .add("messages_paged_out", depth(depth -> Math.max(0, depth.messages() - depth.inHeap())))
            .add("message_bytes", depth(QueueDepth::bytes))
            .add("message_bytes_ready", depth(QueueDepth::readyBytes))
            .add("message_bytes_unacknowledged", depth(QueueDepth::unackedBytes))
            .add("message_bytes_ram", depth(QueueDepth::bytesInHeap))
            .add("message_bytes_persistent", depth(QueueDepth::persistentBytes))
            .add("message_bytes_paged_out", depth(depth -> Math.max(0, depth.bytes() - depth.bytesInHeap())))
            .addLate("head_message_timestamp", row -> row.details().map(QueueDetails::headTimestamp).flatMap(Times::boxed))
            .addIfPresent("head_message_since", row -> Times.shown(row.info().headSince()))
            .addIfPresent("head_message_older", row -> row.info().headIsOlder() ? Optional.of(true) : Optional.empty())
            .add("messages_delayed", row -> row.queue().stats().level(QueueLevel.DELAYED))
            .add("memory", row -> row.info().memory())
            .addIfPresent("idle_since", row -> Times.shown(row.info().idleSince()));
    }

    private static Fields<QueueRow> consumption() {
        return new Fields<QueueRow>()
            .add("consumers", row -> row.info().consumers())
            .add("consumer_capacity", row -> row.info().consumerCapacity())
            .add("consumer_utilisation", row -> row.info().consumerCapacity())
            .addLate("single_active_consumer_tag", row -> row.details().flatMap(QueueDetails::singleActiveConsumer))
            .addLate("exclusive_consumer_tag", row -> row.details().flatMap(QueueDetails::exclusiveConsumer));
    }

    /** Quorum queues have some, of which there is one here. */
    private static Fields<QueueRow> replicas(String node) {
        return new Fields<QueueRow>()
            .addIfPresent("leader", ofQuorum(node))
            .addIfPresent("members", ofQuorum(List.of(node)))
            .addIfPresent("online", ofQuorum(List.of(node)))
            .addIfPresent("open_files", ofQuorum(Map.of(node, 0)))
            .addIfPresent("messages_dlx", ofQuorum(0))
            .addIfPresent("message_bytes_dlx", ofQuorum(0));
    }

    /** All of some virtual hosts, without what only their loops can tell. */
    static List<QueueRow> all(List<VirtualHost> hosts, BrokerView view) {
        List<QueueRow> rows = new ArrayList<>();
        for (VirtualHost host : hosts) {
            for (QueueInfo info : ManagedBroker.inAll(List.of(host.name()), view::queues)) find(host, info).ifPresent(rows::add);
        }
        return rows;
    }

    /** With what their loops tell; one that does not answer in time stays as it is, and what has gone meanwhile is missing. */
    static List<QueueRow> completed(List<QueueRow> rows, BrokerView view) {
        Map<QueueKey, QueueDetails> told = new HashMap<>();
        for (QueueDetails each : ManagedBroker.await(view.details(rows.stream().map(QueueRow::info).toList()))) {
            told.put(QueueKey.of(each.info()), each);
        }
        return rows.stream().filter(row -> row.host().findQueue(row.info().name()) != null)
            .map(row -> new QueueRow(row.host(), row.queue(), row.info(), Optional.ofNullable(told.get(QueueKey.of(row.info()))))).toList();
    }

    private record QueueKey(String virtualHost, String name) {
        static QueueKey of(QueueInfo info) {
            return new QueueKey(info.virtualHost(), info.name());
        }
    }

    static Optional<QueueRow> find(VirtualHost host, QueueInfo info) {
        return Optional.ofNullable(host.findQueue(info.name())).map(queue -> new QueueRow(host, queue, info, Optional.empty()));
    }

    /** As it was declared, with the type in any case. */
    static Map<String, Object> arguments(QueueRef queue) {
        Map<String, Object> arguments = AmqpJson.of(queue.arguments());
        arguments.putIfAbsent(TYPE, queue.type().toString());
        return arguments;
    }

    private History stats() {
        return info.stats();
    }

    private List<ConsumerInfo> consumers() {
        return details.map(QueueDetails::consumers).orElse(List.of());
    }

    private String state() {
        if (queue.isPaused()) return "paused";
        return info.isBusy() ? "flow" : "running";
    }

    private Optional<Policy> policy() {
        return host.policies().ofQueue(queue.name(), queue.type());
    }

    private Optional<Policy> operatorPolicy() {
        return host.policies().ofOperator(queue.name(), queue.type());
    }

    private Map<String, Object> effectivePolicy() {
        FieldTable.Builder said = FieldTable.builder();
        host.policies().saidOf(queue.name(), queue.type()).forEach(said::put);
        return AmqpJson.of(said.build());
    }

    /** What its arguments and all policies come to, by the keys of policies. */
    private Map<String, Object> inForce() {
        FieldTable.Builder said = FieldTable.builder();
        host.settingsOf(queue).byKey().forEach(said::put);
        return AmqpJson.of(said.build());
    }

    private static Function<QueueRow, Object> depth(ToLongFunction<QueueDepth> level) {
        return row -> level.applyAsLong(row.info().depth());
    }

    private static Function<QueueRow, Optional<?>> ofQuorum(Object value) {
        return row -> row.queue().type() == QueueType.QUORUM ? Optional.of(value) : Optional.empty();
    }

    private static Map<String, Object> owner(ClientConnection connection) {
        Map<String, Object> owner = new LinkedHashMap<>();
        owner.put("name", connection.name());
        owner.put("peer_host", connection.details().peerHost());
        owner.put("peer_port", connection.details().peerPort());
        return owner;
    }
}
