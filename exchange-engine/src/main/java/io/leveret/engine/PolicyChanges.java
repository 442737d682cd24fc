package io.leveret.engine;

import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Policies;
import io.leveret.engine.settings.Policy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How policies come and go together with what they need: the queues of exchanges that they have delay messages. Guarded by
 * the virtual host's lock.
 */
final class PolicyChanges {

    private final Policies policies;
    private final Exchanges exchanges;
    private final Records records;

    PolicyChanges(Policies policies, Exchanges exchanges, Records records) {
        this.policies = policies;
        this.exchanges = exchanges;
        this.records = records;
    }

    /** @return the queues that were opened with it */
    Collection<QueueRef> set(Policy policy, boolean ofOperator) {
        Optional<Policy> before = policies.find(policy.name(), ofOperator);
        policies.put(policy, ofOperator);
        return follow(opened -> records.set(policy, ofOperator, opened),
            () -> before.ifPresentOrElse(old -> policies.put(old, ofOperator), () -> policies.remove(policy.name(), ofOperator)));
    }

    /** @return the queues that were opened with it, as another policy may have come to hold; empty if there was no such policy */
    Optional<Collection<QueueRef>> clear(String name, boolean ofOperator) {
        Optional<Policy> cleared = policies.find(name, ofOperator);
        if (cleared.isEmpty()) return Optional.empty();
        policies.remove(name, ofOperator);
        return Optional.of(follow(opened -> records.cleared(name, ofOperator, opened),
            () -> policies.put(cleared.get(), ofOperator)));
    }

    /** What the catalog does not take has not happened. */
    private Collection<QueueRef> follow(Consumer<Map<Exchange, QueueRef>> record, Runnable undo) {
        Map<Exchange, QueueRef> opened = exchanges.applyPolicies();
        try {
            record.accept(opened);
        } catch (RuntimeException e) {
            undo.run();
            exchanges.applyPolicies();
            opened.keySet().forEach(exchanges::closeHoldingQueue);
            throw e;
        }
        return List.copyOf(opened.values());
    }
}
