package io.leveret.broker.amqp;

import io.leveret.broker.amqp.ChannelLines.Line;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import io.leveret.engine.stats.Counters;
import io.leveret.engine.stats.History;
import io.leveret.engine.stats.Intake;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.stats.Scope;
import io.leveret.engine.view.ChannelName;
import io.leveret.engine.view.ChannelPassage;
import io.leveret.engine.view.Passage;
import java.util.List;

/** What a channel counts: by the exchange it publishes to, by the queue it gets from. Lives on the connection's loop. */
final class ChannelStats {

    private final ChannelName name;
    private final Scope scope;
    private final Intake.Share intake;
    private final History history;
    private final ChannelLines<Exchange> publishing;
    private final ChannelLines<QueueRef> deliveries;

    /** For those that are not told apart; null until there are any. */
    private Counters otherPublishing;
    private Counters otherDeliveries;

    /** Null where nobody waits for confirms. */
    private AwaitedConfirms awaited;

    private boolean hasPublished;
    private Exchange latestExchange;
    private Counters latestPublishing;
    private QueueRef latestQueue;
    private Counters latestDeliveries;

    ChannelStats(ChannelName name, VirtualHost host, Intake.Share intake) {
        this.name = name;
        this.scope = host.stats();
        this.intake = intake;
        this.history = scope.ofChannel();
        this.publishing = new ChannelLines<>(exchange -> host.findExchange(exchange.name()) == exchange);
        this.deliveries = new ChannelLines<>(queue -> host.findQueue(queue.name()) == queue);
    }

    ChannelName name() {
        return name;
    }

    History history() {
        return history;
    }

    /** What is published from now on will be confirmed. */
    void awaitConfirms() {
        awaited = new AwaitedConfirms();
    }

    /** Before anybody knows what it reaches. */
    void takenIn(Message message) {
        intake.published(message.body().size(), awaited != null);
    }

    /** @param queues how many it reached */
    void published(Exchange exchange, int queues) {
        Counters counters = to(exchange);
        counters.add(Metric.PUBLISH, 1);
        if (queues > 0) counters.add(Metric.ROUTED, queues);
        if (awaited != null) awaited.add(counters);
    }

    void publishedToNobody(Exchange exchange, boolean mandatory) {
        to(exchange).add(mandatory ? Metric.RETURN_UNROUTABLE : Metric.DROP_UNROUTABLE, 1);
    }

    void answered(long publishes, long refused) {
        if (publishes > refused) awaited.confirmed(publishes - refused);
        if (refused > 0) awaited.refused(refused);
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
        if (hasPublished) intake.ends();
        publishing.forEach((exchange, passage) -> exchange.stats().end(passage));
        deliveries.forEach((queue, passage) -> queue.stats().end(passage));
    }

    List<Passage> publishes() {
        return publishing.passages(Exchange::name);
    }

    List<Passage> deliveries() {
        return deliveries.passages(QueueRef::name);
    }

    private void count(QueueRef queue, Metric metric, QueuedMessage message) {
        Counters counters = from(queue);
        counters.add(metric, 1);
        if (message.isRedelivered()) counters.add(Metric.REDELIVER, 1);
    }

    /** Most messages are for the same exchange as the one before. */
    private Counters to(Exchange exchange) {
        if (exchange == latestExchange) return latestPublishing;
        if (!hasPublished) intake.begins();
        hasPublished = true;
        Line line = publishing.find(exchange);
        if (line == null && publishing.hasRoom()) line = begin(exchange);
        latestPublishing = line == null ? publishingElsewhere() : line.counters();
        latestExchange = exchange;
        return latestPublishing;
    }

    private Counters from(QueueRef queue) {
        if (queue == latestQueue) return latestDeliveries;
        Line line = deliveries.find(queue);
        if (line == null && deliveries.hasRoom()) line = begin(queue);
        latestDeliveries = line == null ? deliveriesElsewhere() : line.counters();
        latestQueue = queue;
        return latestDeliveries;
    }

    private Line begin(Exchange exchange) {
        ChannelPassage passage = new ChannelPassage(name, scope.ofPublishing());
        Line line = new Line(scope.publishing(history, exchange.stats().history(), passage.stats()), passage);
        publishing.add(exchange, line);
        exchange.stats().begin(passage);
        return line;
    }

    private Line begin(QueueRef queue) {
        ChannelPassage passage = new ChannelPassage(name, scope.ofDeliveries());
        Line line = new Line(scope.deliveries(history, passage.stats()), passage);
        deliveries.add(queue, line);
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
