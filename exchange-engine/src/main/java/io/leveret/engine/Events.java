package io.leveret.engine;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Publishes what happens in the broker to the exchange {@code amq.rabbitmq.event} of the default virtual host, as
 * RabbitMQ's plugin does: without a body, the details in the headers. Costs a look at the exchange while nobody is
 * bound to it. Only posts, so that it may be told anything under any lock.
 */
final class Events {

    static final String EXCHANGE = "amq.rabbitmq.event";

    /** The header that names whoever did it. */
    static final String ACTOR = "user_who_performed_action";

    /** The broker itself, as RabbitMQ calls it. */
    static final String INTERNAL = "rmq-internal";

    private final Clock clock;
    private volatile Exchange exchange;

    Events(Clock clock) {
        this.clock = clock;
    }

    /** From now on there is somewhere to publish. */
    void publishTo(Exchange events) {
        exchange = events;
    }

    /**
     * @param what    the routing key, such as {@code queue.created}
     * @param details asked for only when somebody wants to know
     */
    void tell(String what, Supplier<FieldTable> details) {
        Exchange listeners = exchange;
        if (listeners == null || listeners.bindingCount() == 0) return;
        Message message = new Message(EXCHANGE, what, properties(details.get()), Body.EMPTY);
        Matches<QueueRef> matches = new Matches<>();
        listeners.route(message, matches);
        Outbox outbox = Outbox.thatPosts(busy -> { });
        for (int i = 0; i < matches.size(); i++) outbox.publish(matches.queue(i), message, Confirmations.NONE, 0);
        outbox.flush();
    }

    private BasicProperties properties(FieldTable details) {
        long now = clock.millis();
        return BasicProperties.builder().persistent().timestamp(now / 1000)
            .headers(details.with("timestamp_in_ms", FieldValue.longInt(now))).build();
    }
}
