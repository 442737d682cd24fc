package io.leveret.engine;

/**
 * What people set for a virtual host as a whole: how much there may be in it, what they say of it, whether its messages are
 * traced. Read by anybody, changed under the virtual host's lock.
 */
final class VirtualHostProperties {

    private final ChangeLock changes;
    private final Records records;
    private final Queues queues;
    private final Tracing tracing;
    private volatile VirtualHostLimits limits = VirtualHostLimits.NONE;
    private volatile VirtualHostDescription description = VirtualHostDescription.NONE;

    VirtualHostProperties(ChangeLock changes, Records records, Queues queues, Tracing tracing) {
        this.changes = changes;
        this.records = records;
        this.queues = queues;
        this.tracing = tracing;
    }

    VirtualHostLimits limits() {
        return limits;
    }

    VirtualHostDescription description() {
        return description;
    }

    /** How many connections and queues there may be. */
    void limit(VirtualHostLimits wanted) {
        changes.change(() -> {
            records.limited(wanted);
            restore(wanted);
        });
    }

    /** What people say of it; the default queue type holds from now on. */
    void describe(VirtualHostDescription wanted) {
        changes.change(() -> {
            records.described(wanted);
            description = wanted;
        });
    }

    /** Whether what is published and delivered is copied to {@code amq.rabbitmq.trace}. */
    void trace(boolean on) {
        changes.change(() -> {
            records.traced(on);
            tracing.turn(on);
        });
    }

    /** As they were before the broker was stopped. */
    void restore(VirtualHostLimits kept) {
        limits = kept;
        queues.limit(kept.maxQueues());
    }

    /** As it was before the broker was stopped. */
    void restore(VirtualHostDescription kept) {
        description = kept;
    }
}
