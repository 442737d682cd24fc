package io.leveret.engine;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Parameter;
import io.leveret.engine.settings.Policy;
import java.util.function.Supplier;

/** Says in the words of RabbitMQ what comes and goes in a virtual host. Told about changes under its lock. */
final class EntityEvents {

    private static final String QUEUE_TYPE = "x-queue-type";

    private final String virtualHost;
    private final Events events;

    private String actor = Events.INTERNAL;

    EntityEvents(String virtualHost, Events events) {
        this.virtualHost = virtualHost;
        this.events = events;
    }

    /** Makes a change in the name of a user; whatever else goes with it is that user's doing too. */
    <T> T by(String user, Supplier<T> change) {
        String before = actor;
        actor = user;
        try {
            return change.get();
        } finally {
            actor = before;
        }
    }

    /** Who makes the change that is under way. */
    String actor() {
        return actor;
    }

    void created(Exchange exchange) {
        events.tell("exchange.created", () -> changed(exchange.name())
            .put("type", exchange.type().toString())
            .put("durable", exchange.isDurable())
            .put("auto_delete", exchange.isAutoDelete())
            .put("internal", exchange.isInternal())
            .put("arguments", exchange.arguments()).build());
    }

    void deleted(Exchange exchange) {
        events.tell("exchange.deleted", () -> changed(exchange.name()).build());
    }

    void created(QueueRef queue) {
        events.tell("queue.created", () -> changed(queue.name())
            .put("type", type(queue))
            .put("durable", queue.isDurable())
            .put("auto_delete", queue.isAutoDelete())
            .put("exclusive", queue.isExclusive())
            .put("arguments", queue.declaration().arguments()).build());
    }

    void deleted(QueueRef queue) {
        events.tell("queue.deleted", () -> changed(queue.name()).put("type", type(queue)).build());
    }

    void created(Binding binding) {
        events.tell("binding.created", () -> details(binding));
    }

    void deleted(Binding binding) {
        events.tell("binding.deleted", () -> details(binding));
    }

    void set(Policy policy) {
        events.tell("policy.set", () -> withContent(named(policy.name()), policy).build());
    }

    void cleared(String policy) {
        events.tell("policy.cleared", () -> named(policy).build());
    }

    void set(Parameter parameter) {
        events.tell("parameter.set", () -> named(parameter).put("value", parameter.value()).build());
    }

    void cleared(Parameter parameter) {
        events.tell("parameter.cleared", () -> named(parameter).build());
    }

    private FieldTable.Builder named(Parameter parameter) {
        return named(parameter.name()).put("component", parameter.component());
    }

    /** An operator's policy is a parameter as well; that it is set is told in the same words as of a user's. */
    void setOperators(Policy policy) {
        events.tell("parameter.set", () -> operators(policy.name())
            .put("value", withContent(FieldTable.builder(), policy).build()).build());
        set(policy);
    }

    void clearedOperators(String policy) {
        events.tell("parameter.cleared", () -> operators(policy).build());
        events.tell("operator.policy.cleared", () -> named(policy).build());
    }

    private FieldTable.Builder operators(String policy) {
        return named(policy).put("component", "operator_policy");
    }

    private static FieldTable.Builder withContent(FieldTable.Builder details, Policy policy) {
        return details.put("pattern", policy.pattern().toString())
            .put("apply-to", policy.appliesTo().toString())
            .put("priority", FieldValue.longInt(policy.priority()))
            .put("definition", policy.definition().said());
    }

    private FieldTable.Builder changed(String name) {
        return named(name).put(Events.ACTOR, actor);
    }

    private FieldTable.Builder named(String name) {
        return FieldTable.builder().put("name", name)
            .put("vhost", virtualHost);
    }

    private FieldTable details(Binding binding) {
        String kind = binding.destination() instanceof Exchange ? "exchange" : "queue";
        return FieldTable.builder()
            .put("source_name", binding.source())
            .put("source_kind", "exchange")
            .put("destination_name", binding.destination().name())
            .put("destination_kind", kind)
            .put("routing_key", binding.key())
            .put("arguments", binding.arguments())
            .put("vhost", virtualHost)
            .put(Events.ACTOR, actor).build();
    }

    private static String type(QueueRef queue) {
        String type = queue.declaration().arguments().find(QUEUE_TYPE).map(FieldValue::asText).orElse("classic");
        return "rabbit_" + type + "_queue";
    }
}
