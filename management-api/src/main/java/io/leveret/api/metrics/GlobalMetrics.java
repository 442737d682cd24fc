package io.leveret.api.metrics;

import io.leveret.engine.settings.QueueType;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Intake;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Scope;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;

/** What has happened in the node since its start, by protocol and by type of queue; never less than it was. */
final class GlobalMetrics {

    private static final Labels AMQP = Labels.of("protocol", "amqp091");

    /** Those of RabbitMQ that there are not here, as zeros: boards join what types say. */
    private static final List<String> TYPES = List.of(QueueType.CLASSIC.module(), QueueType.QUORUM.module(), "rabbit_stream_queue");

    private static final String ON = "at_most_once";
    private static final String NOWHERE = "disabled";

    /** Why messages die. */
    private enum Death {
        EXPIRED("expired", "Messages whose time was up", Metric.EXPIRED, Metric.EXPIRED_ON),
        REJECTED("rejected", "Messages that consumers refused", Metric.REJECTED, Metric.REJECTED_ON),
        OVERFLOW("maxlen", "Messages that found a queue full, or made it so", Metric.OVERFLOWED, Metric.OVERFLOWED_ON),
        DELIVERY_LIMIT("delivery_limit", "Messages delivered too often", Metric.DELIVERY_LIMIT_REACHED, Metric.DELIVERY_LIMIT_ON);

        private final String name;
        private final String help;
        private final Metric all;
        private final Metric deadLettered;

        Death(String name, String help, Metric all, Metric deadLettered) {
            this.name = name;
            this.help = help;
            this.all = all;
            this.deadLettered = deadLettered;
        }
    }

    private final Scope stats;
    private final Scrape into;

    private GlobalMetrics(Scope stats, Scrape into) {
        this.stats = stats;
        this.into = into;
    }

    static void write(Scope stats, int consumers, Scrape into) {
        GlobalMetrics metrics = new GlobalMetrics(stats, into.under("rabbitmq_global_"));
        metrics.clients(consumers);
        TYPES.forEach(metrics::deliveries);
        metrics.deaths();
        metrics.sizes(into.under("rabbitmq_"));
    }

    private void clients(int consumers) {
        Intake.Sum intake = stats.intake().sum();
        into.gauge("publishers", "Channels that publish", AMQP, intake.publishers());
        into.gauge("consumers", "Consumers", AMQP, consumers);
        into.counter("messages_received_confirm", "Messages published to be confirmed", AMQP, intake.toBeConfirmed());
        publish("received", "Messages published", Metric.PUBLISH);
        publish("routed", "Messages that came into queues, counted once for each", Metric.ROUTED);
        publish("confirmed", "Messages confirmed to publishers", Metric.CONFIRM);
        publish("unroutable_dropped", "Messages dropped as they reached no queue", Metric.DROP_UNROUTABLE);
        publish("unroutable_returned", "Mandatory messages returned as they reached no queue", Metric.RETURN_UNROUTABLE);
    }

    private void publish(String what, String help, Metric metric) {
        into.counter("messages_" + what, help, AMQP, stats.history().total(metric));
    }

    private void deliveries(String type) {
        History counted = stats.queueType(type);
        Labels labels = Labels.of("protocol", "amqp091", "queue_type", type);
        into.counter("messages_delivered", "Messages given to clients", labels, counted.total(Metric.GET)
            + counted.total(Metric.GET_NO_ACK) + counted.total(Metric.DELIVER) + counted.total(Metric.DELIVER_NO_ACK));
        into.counter("messages_delivered_consume_auto_ack", "Messages delivered to consumers without acknowledgement", labels,
            counted.total(Metric.DELIVER_NO_ACK));
        into.counter("messages_delivered_consume_manual_ack", "Messages delivered to consumers, to be acknowledged", labels,
            counted.total(Metric.DELIVER));
        into.counter("messages_delivered_get_auto_ack", "Messages got with basic.get without acknowledgement", labels,
            counted.total(Metric.GET_NO_ACK));
        into.counter("messages_delivered_get_manual_ack", "Messages got with basic.get, to be acknowledged", labels, counted.total(Metric.GET));
        into.counter("messages_redelivered", "Messages handed out again", labels, counted.total(Metric.REDELIVER));
        into.counter("messages_acknowledged", "Messages acknowledged", labels, counted.total(Metric.ACK));
        into.counter("messages_get_empty", "Times that basic.get found a queue empty", labels, counted.total(Metric.GET_EMPTY));
    }

    private void deaths() {
        for (QueueType type : QueueType.values()) {
            History counted = stats.queueType(type.module());
            for (Death death : Death.values()) {
                long all = counted.total(death.all);
                long deadLettered = counted.total(death.deadLettered);
                dead(type, death.name, death.help, ON, deadLettered);
                dead(type, death.name, death.help, NOWHERE, Math.max(0, all - deadLettered));
            }
        }
        dead(QueueType.QUORUM, "confirmed", "Messages dead-lettered at least once; none is told apart so", "at_least_once", 0);
    }

    private void dead(QueueType type, String reason, String help, String strategy, long count) {
        into.counter("messages_dead_lettered_" + reason, help, Labels.of("dead_letter_strategy", strategy, "queue_type", type.module()), count);
    }

    private void sizes(Scrape plain) {
        Intake.Sum intake = stats.intake().sum();
        long[] bounds = Intake.bounds();
        List<Double> upTo = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < intake.bySize().length; i++) {
            upTo.add(i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY);
            counts.add(intake.bySize()[i]);
        }
        plain.histogram("message_size_bytes", "Bodies of published messages", AMQP, ClassicHistogramBuckets.of(upTo, counts), intake.bytes());
    }
}
