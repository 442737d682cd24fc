package io.leveret.engine.stats;

/**
 * What is counted. The order matters: whoever counts does so for neighbours in this list, see {@link MetricRange}. Levels go
 * up and down; all others only grow.
 */
public enum Metric {
    /** By channels, for the exchange they publish to: how many messages, and to how many queues. */
    PUBLISH("publish"),
    ROUTED("publish_out"),
    CONFIRM("confirm"),
    RETURN_UNROUTABLE("return_unroutable"),
    DROP_UNROUTABLE("drop_unroutable"),

    /** By queues: what came in, whoever published it. */
    ENQUEUED("publish"),

    GET("get"),
    GET_NO_ACK("get_no_ack"),
    DELIVER("deliver"),
    DELIVER_NO_ACK("deliver_no_ack"),
    REDELIVER("redeliver"),
    ACK("ack"),
    GET_EMPTY("get_empty"),

    DISK_READS("disk_reads"),
    DISK_WRITES("disk_writes"),
    EXPIRED("expired"),
    REJECTED("rejected"),
    OVERFLOWED("maxlen"),
    DELIVERY_LIMIT_REACHED("delivery_limit"),
    DEAD_LETTERED("dead_lettered"),
    /** Milliseconds for which messages have waited although there were consumers. */
    WAITED("waited"),
    READY("messages_ready"),
    UNACKED("messages_unacknowledged"),

    RECEIVED_BYTES("recv_oct"),
    RECEIVED_READS("recv_cnt"),
    SENT_BYTES("send_oct"),
    SENT_WRITES("send_cnt"),

    CONNECTION_CREATED("connection_created"),
    CONNECTION_CLOSED("connection_closed"),
    CHANNEL_CREATED("channel_created"),
    CHANNEL_CLOSED("channel_closed"),
    QUEUE_DECLARED("queue_declared"),
    QUEUE_CREATED("queue_created"),
    QUEUE_DELETED("queue_deleted"),

    /** By the node, of its process. */
    MEMORY_USED("mem_used"),
    FILES_OPEN("fd_used"),
    SOCKETS_OPEN("sockets_used"),
    THREADS("proc_used"),
    DISK_FREE("disk_free"),
    COLLECTIONS("gc_num"),
    RECLAIMED_BYTES("gc_bytes_reclaimed"),
    /** And of what its journal does on the disk. */
    DISK_READ_COUNT("io_read_count"),
    DISK_WRITE_COUNT("io_write_count"),
    DISK_WRITE_BYTES("io_write_bytes"),
    DISK_SYNC_COUNT("io_sync_count"),

    /** By queues, for the node: what of the dead went on to a dead-letter exchange. */
    EXPIRED_ON("expired_dead_lettered"),
    REJECTED_ON("rejected_dead_lettered"),
    OVERFLOWED_ON("maxlen_dead_lettered"),
    DELIVERY_LIMIT_ON("delivery_limit_dead_lettered");

    private final String key;

    Metric(String key) {
        this.key = key;
    }

    /** As RabbitMQ's API names it. */
    public String key() {
        return key;
    }

    /** Whether it is not how often something happened, but how much of something there is. */
    public boolean isLevel() {
        return this == READY || this == UNACKED || this == MEMORY_USED || this == FILES_OPEN || this == SOCKETS_OPEN
            || this == THREADS || this == DISK_FREE;
    }
}
