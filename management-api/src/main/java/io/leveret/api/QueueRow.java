package io.leveret.api;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.queue.QueueLevel;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.view.ClientConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A queue of a virtual host with what it has, in JSON. */
record QueueRow(VirtualHost host, QueueRef queue) {

    private static final String TYPE = "x-queue-type";

    static Fields<QueueRow> fields(String node) {
        return new Fields<QueueRow>()
            .add("name", row -> row.queue().name())
            .add("vhost", row -> row.host().name())
            .add("type", row -> row.queue().type().toString())
            .add("durable", row -> row.queue().isDurable())
            .add("auto_delete", row -> row.queue().isAutoDelete())
            .add("exclusive", row -> row.queue().isExclusive())
            .addIfPresent("owner_pid_details", row -> row.queue().exclusiveOwner().map(QueueRow::owner))
            .add("arguments", row -> arguments(row.queue()))
            .add("node", row -> node)
            .add("state", row -> row.queue().isPaused() ? "paused" : "running")
            .add("internal", row -> false)
            .addIfPresent("policy", row -> row.policy().map(Policy::name))
            .addIfPresent("operator_policy", row -> row.operatorPolicy().map(Policy::name))
            .add("effective_policy_definition", QueueRow::effectivePolicy)
            .add("messages", row -> row.queue().stats().ready() + row.queue().stats().unacked())
            .add("messages_ready", row -> row.queue().stats().ready())
            .add("messages_unacknowledged", row -> row.queue().stats().unacked())
            .add("consumers", row -> row.queue().stats().level(QueueLevel.CONSUMERS));
    }

    static List<QueueRow> all(Collection<VirtualHost> hosts) {
        List<QueueRow> rows = new ArrayList<>();
        for (VirtualHost host : hosts) host.queues().forEach(queue -> rows.add(new QueueRow(host, queue)));
        return rows;
    }

    /** As it was declared, with the type in any case. */
    static Map<String, Object> arguments(QueueRef queue) {
        Map<String, Object> arguments = AmqpJson.of(queue.arguments());
        arguments.putIfAbsent(TYPE, queue.type().toString());
        return arguments;
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

    private static Map<String, Object> owner(ClientConnection connection) {
        Map<String, Object> owner = new LinkedHashMap<>();
        owner.put("name", connection.name());
        owner.put("peer_host", connection.details().peerHost());
        owner.put("peer_port", connection.details().peerPort());
        return owner;
    }
}
