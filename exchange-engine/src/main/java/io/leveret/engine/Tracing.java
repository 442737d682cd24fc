package io.leveret.engine;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.codec.value.WireString;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueuedMessage;
import java.util.List;

/**
 * RabbitMQ's firehose: while it is on, what is published and delivered in a virtual host is copied to the exchange
 * {@code amq.rabbitmq.trace}. The copies themselves are not traced, wherever they go. Callable from any thread.
 */
public final class Tracing {

    static final String EXCHANGE = "amq.rabbitmq.trace";

    /**
     * The channel on which a message comes or goes.
     *
     * @param frameMax the largest frame that the broker agrees to with any client
     */
    public record Party(String node, String connection, int channel, String user, int frameMax) {
    }

    private final String virtualHost;
    private final Exchange exchange;
    private volatile boolean on;

    Tracing(String virtualHost, Exchange exchange) {
        this.virtualHost = virtualHost;
        this.exchange = exchange;
    }

    /** To be asked before anything else, as it nearly always is off. */
    public boolean isOn() {
        return on;
    }

    void turn(boolean wanted) {
        on = wanted;
    }

    /** @param queues by name, those that the message reaches */
    public void published(Message message, List<String> queues, Party publisher, Outbox outbox) {
        if (!isWanted(message)) return;
        FieldTable.Builder headers = TraceHeaders.of(message, message.withoutBlindCopies().properties(), virtualHost, publisher)
            .put("routed_queues", TraceHeaders.names(queues, publisher));
        Message copy = copy("publish." + message.exchange(), headers, message);
        Matches<QueueRef> matches = route(copy);
        for (int i = 0; i < matches.size(); i++) outbox.publish(matches.queue(i), copy, Confirmations.NONE, 0);
    }

    public void delivered(String queue, QueuedMessage delivery, Party consumer, Outbox outbox) {
        delivered(queue, delivery.message(), delivery.deliveredProperties(), delivery.isRedelivered(), consumer, outbox);
    }

    /** A direct reply, which was in no queue. */
    public void replied(Message reply, Party requester, Outbox outbox) {
        delivered(reply.routingKey(), reply, reply.properties(), false, requester, outbox);
    }

    /** Queues that cannot follow miss the copy: a publisher can be made to wait for them, a consumer cannot. */
    private void delivered(String queue, Message message, BasicProperties properties, boolean redelivered, Party consumer,
                           Outbox outbox) {
        if (!isWanted(message)) return;
        FieldTable.Builder headers = TraceHeaders.of(message, properties, virtualHost, consumer)
            .put("redelivered", FieldValue.signedInt(redelivered ? 1 : 0));
        Message copy = copy("deliver." + queue, headers, message);
        Matches<QueueRef> matches = route(copy);
        for (int i = 0; i < matches.size(); i++) {
            QueueRef listening = matches.queue(i);
            if (!listening.isBusy()) outbox.publish(listening, copy, Confirmations.NONE, 0);
        }
    }

    private boolean isWanted(Message message) {
        return exchange.bindingCount() > 0 && !message.firstExchange().equals(EXCHANGE);
    }

    private Matches<QueueRef> route(Message copy) {
        Matches<QueueRef> matches = new Matches<>();
        exchange.route(copy, matches);
        return matches;
    }

    private static Message copy(String key, FieldTable.Builder headers, Message original) {
        return new Message(EXCHANGE, shortened(key), BasicProperties.builder().headers(headers.build()).build(),
            original.body());
    }

    /** Names may be as long as a key, and so make one that is too long. */
    private static String shortened(String key) {
        int end = key.length();
        while (WireString.encodedLength(key.substring(0, end)) > WireString.LONGEST_SHORT_STRING) {
            end -= Character.isLowSurrogate(key.charAt(end - 1)) ? 2 : 1;
        }
        return key.substring(0, end);
    }
}
