package io.leveret.api.metrics;

import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Metrics about all things of a kind: one sample for each thing, or one for all of them. Counts of all are those of the node,
 * which do not go down when a thing goes.
 */
final class Family<T> {

    /** Of which metric a sample is, and what it says of a thing. */
    private record Column<T>(String name, String help, Metric counted, ToDoubleFunction<T> value) {
        void write(Scrape into, Labels labels, double value) {
            if (counted == null) into.gauge(name, help, labels, value);
            else into.counter(name, help, labels, value);
        }

        double ofAll(Observed seen, Collection<T> things) {
            return counted == null ? things.stream().mapToDouble(value).sum() : seen.node().total(counted);
        }
    }

    private final Function<Observed, Collection<T>> things;
    private final Function<T, Labels> labels;
    private final Function<T, History> stats;
    private final List<Column<T>> columns = new ArrayList<>();

    /**
     * @param labels tell things apart
     * @param stats  what a thing has counted
     */
    Family(Function<Observed, Collection<T>> things, Function<T, Labels> labels, Function<T, History> stats) {
        this.things = things;
        this.labels = labels;
        this.stats = stats;
    }

    /** How much there is of something. */
    Family<T> level(String name, String help, ToDoubleFunction<T> value) {
        columns.add(new Column<>(name, help, null, value));
        return this;
    }

    /** How often something happened. */
    Family<T> count(String name, String help, Metric metric) {
        columns.add(new Column<>(name, help, metric, thing -> stats.apply(thing).total(metric)));
        return this;
    }

    /** How often each of the seven things happened that can happen between a queue and those who get from it. */
    Family<T> deliveries(String about) {
        return count(about + "_get_ack", "Messages got with basic.get, to be acknowledged", Metric.GET)
            .count(about + "_get", "Messages got with basic.get without acknowledgement", Metric.GET_NO_ACK)
            .count(about + "_messages_delivered_ack", "Messages delivered to consumers, to be acknowledged", Metric.DELIVER)
            .count(about + "_messages_delivered", "Messages delivered to consumers without acknowledgement", Metric.DELIVER_NO_ACK)
            .count(about + "_messages_redelivered", "Messages handed out again", Metric.REDELIVER)
            .count(about + "_messages_acked", "Messages acknowledged", Metric.ACK)
            .count(about + "_get_empty", "Times that basic.get found the queue empty", Metric.GET_EMPTY);
    }

    /** How often each of four things happened to what was published. */
    Family<T> publishes(String about) {
        return count(about + "_messages_published", "Messages published to an exchange", Metric.PUBLISH)
            .count(about + "_messages_confirmed", "Messages published to an exchange and confirmed", Metric.CONFIRM)
            .count(about + "_messages_unroutable_returned", "Mandatory messages returned as they reached no queue", Metric.RETURN_UNROUTABLE)
            .count(about + "_messages_unroutable_dropped", "Messages dropped as they reached no queue", Metric.DROP_UNROUTABLE);
    }

    void each(Observed seen, Scrape into) {
        for (T thing : things.apply(seen)) {
            Labels told = labels.apply(thing);
            for (Column<T> column : columns) column.write(into, told, column.value().applyAsDouble(thing));
        }
    }

    void inAll(Observed seen, Scrape into) {
        Collection<T> all = columns.stream().allMatch(column -> column.counted() != null) ? List.of() : things.apply(seen);
        for (Column<T> column : columns) column.write(into, Labels.EMPTY, column.ofAll(seen, all));
    }
}
