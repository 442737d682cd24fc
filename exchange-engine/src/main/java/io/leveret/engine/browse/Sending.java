package io.leveret.engine.browse;

import io.leveret.engine.exchange.NewKeys;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Browsed;
import io.leveret.engine.queue.QueueRef;
import java.util.List;

/**
 * A message on its way from one queue to others.
 *
 * @param message as it will be there
 * @param queues  that it reaches
 * @param keys    by which exchanges remember that they have routed it
 */
record Sending(Browsed seen, Goal goal, Message message, List<QueueRef> queues, NewKeys keys) {

    static Sending to(QueueRef queue, Browsed seen, Goal goal, Message message) {
        return new Sending(seen, goal, message, List.of(queue), NewKeys.NONE);
    }
}
