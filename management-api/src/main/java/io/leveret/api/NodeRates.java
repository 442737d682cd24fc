package io.leveret.api;

import io.leveret.api.json.Fields;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Series;
import io.leveret.engine.stats.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How fast what is told of the node changes, and over the time that the query asks for. */
final class NodeRates {

    private static final List<Metric> PROCESS = List.of(Metric.MEMORY_USED, Metric.FILES_OPEN, Metric.SOCKETS_OPEN, Metric.THREADS,
        Metric.DISK_FREE, Metric.COLLECTIONS, Metric.RECLAIMED_BYTES, Metric.DISK_READ_COUNT, Metric.DISK_WRITE_COUNT,
        Metric.DISK_WRITE_BYTES, Metric.DISK_SYNC_COUNT);
    private static final List<Metric> CHURN = List.of(Metric.CONNECTION_CREATED, Metric.CONNECTION_CLOSED, Metric.CHANNEL_CREATED,
        Metric.CHANNEL_CLOSED, Metric.QUEUE_DECLARED, Metric.QUEUE_CREATED, Metric.QUEUE_DELETED);

    private NodeRates() {
    }

    /** Fields for all of it; what comes and goes with its number. */
    static <T> Fields<T> fields(Function<T, History> process, Function<T, History> broker, Function<T, Optional<Span>> span) {
        Fields<T> fields = new Fields<>();
        for (Metric metric : PROCESS) {
            fields.add(metric.key() + "_details", row -> details(process.apply(row), metric, span.apply(row)));
        }
        for (Metric metric : CHURN) {
            fields.add(metric.key(), row -> broker.apply(row).total(metric));
            fields.add(metric.key() + "_details", row -> details(broker.apply(row), metric, span.apply(row)));
        }
        return fields;
    }

    private static Map<String, Object> details(History history, Metric metric, Optional<Span> span) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("rate", history.rate(metric));
        span.ifPresent(wanted -> {
            Series series = history.series(metric, wanted);
            details.put("samples", series.samples().stream()
                .map(sample -> Map.of("sample", sample.value(), "timestamp", sample.timestamp())).toList());
            details.put("avg_rate", series.averageRate());
            details.put("avg", series.average());
        });
        return details;
    }
}
