package io.leveret.engine.settings;

/** The kinds of queue a client can ask for with {@code x-queue-type}. */
public enum QueueType {
    CLASSIC("classic", "rabbit_classic_queue"),
    /** On one node a durable queue that counts deliveries; replication may come to stand behind it. */
    QUORUM("quorum", "rabbit_quorum_queue");

    private final String text;
    private final String module;

    QueueType(String text, String module) {
        this.text = text;
        this.module = module;
    }

    /** @return null for a type that there is not */
    static QueueType named(String text) {
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
