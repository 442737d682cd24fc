package io.leveret.engine;

import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Confirmations;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Outbox;
import io.leveret.engine.queue.QueueRef;
import java.util.List;

/**
 * What a new binding's destination is to get from before; nearly always nothing. Whoever has bound sends it, on its own
 * loop and under no lock, and so is the one to wait when the queues cannot follow.
 */
public final class CatchUp {

    static final CatchUp NOTHING = new CatchUp(null, List.of());

    private final Destination destination;
    private final List<Message> missed;

    CatchUp(Destination destination, List<Message> missed) {
        this.destination = destination;
        this.missed = missed;
    }

    /** Leaves the messages in the outbox, the oldest first. */
    public void send(Outbox outbox) {
        for (Message message : missed) {
            if (destination instanceof Exchange exchange) route(message, exchange, outbox);
            else outbox.publish((QueueRef) destination, message, Confirmations.NONE, 0);
        }
    }

    private static void route(Message message, Exchange exchange, Outbox outbox) {
        Matches<QueueRef> matches = new Matches<>();
        exchange.route(message, matches);
        Confirmations nobody = matches.newKeys().forgottenWhenRefused(Confirmations.NONE);
        for (int i = 0; i < matches.size(); i++) outbox.publish(matches.queue(i), message, nobody, 0);
    }
}
