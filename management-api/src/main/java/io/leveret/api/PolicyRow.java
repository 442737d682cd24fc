package io.leveret.api;

import io.leveret.api.json.AmqpJson;
import io.leveret.api.json.Fields;
import io.leveret.api.json.InvalidBodyException;
import io.leveret.api.json.JsonObject;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.InvalidPolicyException;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A policy of a virtual host, in JSON and back. */
record PolicyRow(VirtualHost host, Policy policy) {

    static final Fields<PolicyRow> FIELDS = new Fields<PolicyRow>()
        .add("vhost", row -> row.host().name())
        .add("name", row -> row.policy().name())
        .add("pattern", row -> row.policy().pattern().toString())
        .add("apply-to", row -> row.policy().appliesTo().toString())
        .add("definition", row -> AmqpJson.of(row.policy().definition().said()))
        .add("priority", row -> row.policy().priority());

    /** What it is found in, whatever other policy holds there; told if it is asked for, since every name is looked at. */
    static final Fields<PolicyRow> WITH_MATCHES = FIELDS.and(new Fields<PolicyRow>()
        .add("matching_queues", PolicyRow::queues)
        .add("matching_exchanges", PolicyRow::exchanges));

    static List<PolicyRow> all(Collection<VirtualHost> hosts, boolean ofOperator) {
        List<PolicyRow> rows = new ArrayList<>();
        for (VirtualHost host : hosts) {
            for (Policy policy : host.policies().all(ofOperator)) rows.add(new PolicyRow(host, policy));
        }
        return rows;
    }

    static Optional<PolicyRow> find(VirtualHost host, String name, boolean ofOperator) {
        return all(List.of(host), ofOperator).stream().filter(row -> row.policy().name().equals(name)).findAny();
    }

    /**
     * @throws InvalidPolicyException when it will not do
     * @throws InvalidBodyException when something is missing
     */
    static Policy policy(String name, JsonObject wanted, boolean ofOperator) {
        wanted.require("pattern", "definition");
        FieldTable said = AmqpJson.table(wanted.table("definition"));
        String appliesTo = wanted.find("apply-to").map(String::valueOf).orElse(ofOperator ? "queues" : "all");
        return new Policy(Names.requireName(name), NamePattern.of(wanted.text("pattern")), AppliesTo.named(appliesTo),
            priority(wanted), ofOperator ? PolicyDefinition.ofOperator(said) : PolicyDefinition.ofUser(said));
    }

    static void put(VirtualHost host, Policy policy, boolean ofOperator) {
        if (ofOperator) host.changePolicies().setOperators(policy);
        else host.changePolicies().set(policy);
    }

    /** @return whether there was one */
    static boolean delete(VirtualHost host, String name, boolean ofOperator) {
        return ofOperator ? host.changePolicies().clearOperators(name) : host.changePolicies().clear(name);
    }

    private long queues() {
        return host.queues().stream().filter(queue -> policy.appliesTo().includes(queue.type()) && policy.pattern().isIn(queue.name())).count();
    }

    private long exchanges() {
        if (!policy.appliesTo().includesExchanges()) return 0;
        return host.exchanges().stream().filter(each -> !each.name().isEmpty() && policy.pattern().isIn(each.name())).count();
    }

    private static int priority(JsonObject wanted) {
        Object priority = wanted.find("priority").orElse(0L);
        if (priority instanceof Long number && number == number.intValue()) return number.intValue();
        throw new InvalidBodyException("Validation failed\n\npriority should be a number, actually was "
            + (priority instanceof String text ? "<<\"" + text + "\">>" : priority) + "\n");
    }
}
