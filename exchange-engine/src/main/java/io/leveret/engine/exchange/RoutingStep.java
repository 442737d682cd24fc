package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

/** One step of a message's way: from an exchange to where it leads. Taken on any loop, without a lock that anybody holds for long. */
interface RoutingStep {
    /** Adds the destinations of the message to the matches. */
    void route(Message message, Matches<?> matches);
}
