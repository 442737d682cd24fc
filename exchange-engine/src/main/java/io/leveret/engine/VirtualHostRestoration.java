package io.leveret.engine;

import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Parameter;
import io.leveret.engine.settings.Parameters;
import io.leveret.engine.settings.Policies;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import io.leveret.engine.store.CatalogChange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes in one virtual host what the catalog holds of it: nothing is checked, told or written down again. */
final class VirtualHostRestoration {

    private final Policies policies;
    private final Parameters parameters;
    private final Exchanges exchanges;
    private final Queues queues;
    private final Topology topology;

    /** By the names of exchanges that are still to come. */
    private final Map<String, Long> holdingQueues = new HashMap<>();

    VirtualHostRestoration(Policies policies, Parameters parameters, Exchanges exchanges, Queues queues, Topology topology) {
        this.policies = policies;
        this.parameters = parameters;
        this.exchanges = exchanges;
        this.queues = queues;
        this.topology = topology;
    }

    void parameter(CatalogChange.ParameterSet set) {
        parameters.put(new Parameter(set.component(), set.name(), set.value()));
    }

    void policy(CatalogChange.PolicySet set) {
        NamePattern pattern = NamePattern.of(set.pattern());
        AppliesTo appliesTo = AppliesTo.named(set.appliesTo());
        PolicyDefinition definition = set.ofOperator()
            ? PolicyDefinition.ofOperator(set.definition()) : PolicyDefinition.ofUser(set.definition());
        policies.put(new Policy(set.name(), pattern, appliesTo, set.priority(), definition), set.ofOperator());
    }

    void holdingQueue(CatalogChange.HoldingQueueOpened opened) {
        holdingQueues.put(opened.exchange(), opened.id());
    }

    void exchange(CatalogChange.ExchangeDeclared declared, Loop home) {
        topology.restore(new ExchangeDeclaration(declared.name(), declared.type(), true, declared.autoDelete(),
            declared.internal(), declared.arguments()), Optional.ofNullable(holdingQueues.remove(declared.name())), home);
    }

    void declarer(CatalogChange.ExchangeDeclaredBy declared) {
        exchanges.restoreDeclarer(declared.exchange(), declared.user());
    }

    void queue(CatalogChange.QueueDeclared declared, Loop home) {
        queues.restore(declared.id(), new QueueDeclaration(declared.name(), true, false, declared.autoDelete(),
            declared.arguments()), home);
    }

    void paused(CatalogChange.QueuePaused paused) {
        queues.find(paused.name()).pause(true);
    }

    void binding(CatalogChange.Bound bound) {
        Exchange source = exchanges.require(bound.source());
        topology.restore(source, destination(bound.destination()), bound.key(), bound.arguments());
    }

    /** All is here: what every virtual host has was made before its policies. */
    void end() {
        exchanges.applyPolicies();
    }

    private Destination destination(CatalogChange.Destination wanted) {
        return switch (wanted.kind()) {
            case EXCHANGE -> exchanges.require(wanted.name());
            case QUEUE -> Optional.ofNullable(queues.find(wanted.name()))
                .orElseThrow(() -> new IllegalStateException("no queue '" + wanted.name() + "'"));
        };
    }
}
