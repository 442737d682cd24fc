package io.leveret.engine;

import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.settings.Policy;
import java.util.Collection;
import java.util.Optional;

/** The policies of a virtual host, to be changed: exchanges and queues that are there follow at once. Callable from any thread. */
public final class VirtualHostPolicies {

    private final PolicyChanges policies;
    private final ChangeLock changes;
    private final Queues queues;
    private final Records records;
    private final EntityEvents events;

    VirtualHostPolicies(PolicyChanges policies, ChangeLock changes, Queues queues, Records records, EntityEvents events) {
        this.policies = policies;
        this.changes = changes;
        this.queues = queues;
        this.records = records;
        this.events = events;
    }

    /**
     * Adds or replaces a policy.
     *
     * @throws IllegalArgumentException when the name is empty or longer than 255 bytes
     */
    public void set(Policy policy) {
        set(policy, false);
        events.set(policy);
    }

    /**
     * Removes a policy; what it said holds no longer.
     *
     * @return whether there was one
     */
    public boolean clear(String policy) {
        if (!clear(policy, false)) return false;
        events.cleared(policy);
        return true;
    }

    /**
     * Adds or replaces a policy of the operator's.
     *
     * @throws IllegalArgumentException when the name is empty or longer than 255 bytes
     */
    public void setOperators(Policy policy) {
        set(policy, true);
        events.setOperators(policy);
    }

    /**
     * Removes a policy of the operator's.
     *
     * @return whether there was one
     */
    public boolean clearOperators(String policy) {
        if (!clear(policy, true)) return false;
        events.clearedOperators(policy);
        return true;
    }

    private void set(Policy policy, boolean ofOperator) {
        EntityNames.requireUsable("policy", policy.name());
        follow(changes.change(() -> policies.set(policy, ofOperator)));
    }

    private boolean clear(String policy, boolean ofOperator) {
        Optional<Collection<QueueRef>> opened = changes.change(() -> policies.clear(policy, ofOperator));
        opened.ifPresent(this::follow);
        return opened.isPresent();
    }

    private void follow(Collection<QueueRef> opened) {
        opened.forEach(records::tellWhenStored);
        queues.applyPolicies();
    }
}
