package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

/** Has a message wait for as long as it asks, in a queue of the exchange's own, before the exchange routes it. */
final class DelayStep implements RoutingStep {
    private final RoutingStep usual;
    private final Destination holdingQueue;

    DelayStep(RoutingStep usual, Destination holdingQueue) {
        this.usual = usual;
        this.holdingQueue = holdingQueue;
    }

    @Override public void route(Message message, Matches<?> matches) {
        if (message.delay() > 0) matches.addQueue(holdingQueue);
        else usual.route(message, matches);
    }
}
