package io.leveret.engine.stats;

/** Neighbours among the metrics, which are counted together. */
enum MetricRange {
    PUBLISHING(Metric.PUBLISH, Metric.DROP_UNROUTABLE),
    ARRIVALS(Metric.ENQUEUED, Metric.ENQUEUED),
    DELIVERIES(Metric.GET, Metric.GET_EMPTY),
    QUEUE(Metric.ENQUEUED, Metric.UNACKED),
    CHANNEL(Metric.PUBLISH, Metric.GET_EMPTY),
    TRAFFIC(Metric.RECEIVED_BYTES, Metric.SENT_WRITES),
    CHURN(Metric.CONNECTION_CREATED, Metric.QUEUE_DELETED),
    DEAD_LETTERS(Metric.EXPIRED_ON, Metric.DELIVERY_LIMIT_ON),
    QUEUE_TYPE(Metric.ENQUEUED, Metric.DELIVERY_LIMIT_ON),
    ALL(Metric.PUBLISH, Metric.QUEUE_DELETED),
    PROCESS(Metric.MEMORY_USED, Metric.DISK_SYNC_COUNT);

    private final int first;
    private final int size;
    private final long[] zeros;

    MetricRange(Metric first, Metric last) {
        this.first = first.ordinal();
        this.size = last.ordinal() - first.ordinal() + 1;
        this.zeros = new long[size];
    }

    int first() {
        return first;
    }

    int size() {
        return size;
    }

    /** What all of them come to where nothing was counted yet; shared, never written. */
    long[] zeros() {
        return zeros;
    }

    boolean contains(Metric metric) {
        return metric.ordinal() >= first && metric.ordinal() < first + size;
    }
}
