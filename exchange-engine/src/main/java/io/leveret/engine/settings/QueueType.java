package io.leveret.engine.settings;

import java.util.Set;

/** The kinds of queue a client can ask for with {@code x-queue-type}. */
public enum QueueType {
    CLASSIC("classic", "rabbit_classic_queue", "x-dead-letter-strategy", "x-consumer-disconnected-timeout",
        "x-quorum-initial-group-size", "x-max-in-memory-length", "x-max-in-memory-bytes"),
    /** On one node a durable queue that counts deliveries; replication may come to stand behind it. */
    QUORUM("quorum", "rabbit_quorum_queue", "x-max-priority", "x-queue-mode", "x-queue-version",
        "x-queue-master-locator");

    /** Of a type that there is not yet. */
    private static final Set<String> STREAM_ARGUMENTS = Set.of("x-max-age", "x-stream-max-segment-size-bytes",
        "x-stream-filter-size-bytes", "x-initial-cluster-size");

    private final String text;
    private final String module;
    private final Set<String> otherArguments;

    /** @param otherArguments those that only the other types know */
    QueueType(String text, String module, String... otherArguments) {
        this.text = text;
        this.module = module;
        this.otherArguments = Set.of(otherArguments);
    }

    /** Whether an argument would be misunderstood if it were merely kept: it is meant for another type. */
    boolean isForeign(String argument) {
        return otherArguments.contains(argument) || STREAM_ARGUMENTS.contains(argument);
    }

    /** @return null for a type that there is not; no text means the usual one */
    static QueueType named(String text) {
        if (text.isEmpty()) return CLASSIC;
        for (QueueType type : values()) {
            if (type.text.equals(text)) return type;
        }
        return null;
    }

    /** How error texts name the type: RabbitMQ's module. */
    public String module() {
        return module;
    }

    /** As on the wire. */
    @Override
    public String toString() {
        return text;
    }
}
