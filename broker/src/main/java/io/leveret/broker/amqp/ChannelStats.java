package io.leveret.broker.amqp;

import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.stats.Counters;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Scope;
import io.leveret.engine.view.ChannelName;
import io.leveret.engine.view.ChannelPassage;
import io.leveret.engine.view.Passage;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What a channel counts: by the exchange it publishes to, by the queue it gets from. Lives on the connection's loop. */
final class ChannelStats {

    /** Exchanges, or queues, that are told apart; what comes after that counts for the channel as a whole. */
    private static final int MOST_LINES = 256;

    /** Between the channel and one exchange or queue. */
    private record Line(Counters counters, ChannelPassage passage) {
    }

    private final ChannelName name;
    private final Scope scope;
    private final History history;
    private final Map<Exchange, Line> publishing = new IdentityHashMap<>(1);
    private final Map<QueueRef, Line> deliveries = new IdentityHashMap<>(1);

    /** Null until there is something for them. */
    private Counters otherPublishing;
    private Counters otherDeliveries;

    private Exchange latestExchange;
    private Counters latestPublishing;
    private QueueRef latestQueue;
    private Counters latestDeliveries;

    ChannelStats(ChannelName name, Scope scope) {
        this.name = name;
        this.scope = scope;
        this.history = scope.ofChannel();
    }

    ChannelName name() {
        return name;
    }

    History history() {
        return history;
    }

    /** @param queues how many it reached */
    void published(Exchange exchange, int queues) {
        Counters counters = to(exchange);
        counters.add(Metric.PUBLISH, 1);
        if (queues > 0) counters.add(Metric.ROUTED, queues);
    }

    void publishedToNobody(Exchange exchange, boolean mandatory) {
        to(exchange).add(mandatory ? Metric.RETURN_UNROUTABLE : Metric.DROP_UNROUTABLE, 1);
    }

    void confirmed(long publishes) {
        if (publishes > 0) publishingElsewhere().add(Metric.CONFIRM, publishes);
    }

    void delivered(QueueRef queue, QueuedMessage message, boolean noAck) {
        count(queue, noAck ? Metric.DELIVER_NO_ACK : Metric.DELIVER, message);
    }

    void got(QueueRef queue, QueuedMessage message, boolean noAck) {
        count(queue, noAck ? Metric.GET_NO_ACK : Metric.GET, message);
    }

    void gotNothing(QueueRef queue) {
        from(queue).add(Metric.GET_EMPTY, 1);
    }

    void acked(QueueRef queue) {
        from(queue).add(Metric.ACK, 1);
    }

    /** The channel is closed, and nobody asks for its part any more. */
    void end() {
        publishing.forEach((exchange, line) -> exchange.stats().end(line.passage()));
        deliveries.forEach((queue, line) -> queue.stats().end(line.passage()));
    }

    List<Passage> publishes() {
        List<Passage> passages = new ArrayList<>();
        publishing.forEach((exchange, line) -> passages.add(new Passage(exchange.name(), line.passage().stats())));
        return passages;
    }

    List<Passage> deliveries() {
        List<Passage> passages = new ArrayList<>();
        deliveries.forEach((queue, line) -> passages.add(new Passage(queue.name(), line.passage().stats())));
        return passages;
    }

    private void count(QueueRef queue, Metric metric, QueuedMessage message) {
        Counters counters = from(queue);
        counters.add(metric, 1);
        if (message.isRedelivered()) counters.add(Metric.REDELIVER, 1);
    }

    /** Most messages are for the same exchange as the one before. */
    private Counters to(Exchange exchange) {
        if (exchange == latestExchange) return latestPublishing;
        Line line = publishing.get(exchange);
        if (line == null && publishing.size() < MOST_LINES) line = begin(exchange);
        latestPublishing = line == null ? publishingElsewhere() : line.counters();
        latestExchange = exchange;
        return latestPublishing;
    }

    private Counters from(QueueRef queue) {
        if (queue == latestQueue) return latestDeliveries;
        Line line = deliveries.get(queue);
        if (line == null && deliveries.size() < MOST_LINES) line = begin(queue);
        latestDeliveries = line == null ? deliveriesElsewhere() : line.counters();
        latestQueue = queue;
        return latestDeliveries;
    }

    private Line begin(Exchange exchange) {
        ChannelPassage passage = new ChannelPassage(name, scope.ofPublishing());
        Line line = new Line(scope.publishing(history, exchange.stats().history(), passage.stats()), passage);
        publishing.put(exchange, line);
        exchange.stats().begin(passage);
        return line;
    }

    private Line begin(QueueRef queue) {
        ChannelPassage passage = new ChannelPassage(name, scope.ofDeliveries());
        Line line = new Line(scope.deliveries(history, passage.stats()), passage);
        deliveries.put(queue, line);
        queue.stats().begin(passage);
        return line;
    }

    private Counters publishingElsewhere() {
        if (otherPublishing == null) otherPublishing = scope.publishing(history);
        return otherPublishing;
    }

    private Counters deliveriesElsewhere() {
        if (otherDeliveries == null) otherDeliveries = scope.deliveries(history);
        return otherDeliveries;
    }
}
