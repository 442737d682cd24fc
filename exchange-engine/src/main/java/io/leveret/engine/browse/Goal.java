package io.leveret.engine.browse;

/**
 * Where one message goes.
 *
 * @param queue      null if an exchange is to find it
 * @param exchange   null if it goes to the queue at once
 * @param routingKey by which the exchange finds queues
 */
public record Goal(String queue, String exchange, String routingKey) {

    static Goal queue(String name) {
        return new Goal(name, null, null);
    }

    static Goal exchange(String name, String routingKey) {
        return new Goal(null, name, routingKey);
    }
}
