package io.leveret.engine.message;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;

import java.util.List;

/**
 * A message as published. It never changes, so every loop and every queue it reaches shares the one object.
 */
public final class Message {
    private final String exchange;
    private final String routingKey;
    private final List<String> furtherKeys;
    private final BasicProperties properties;
    private final Body body;

    /** Throws PRECONDITION_FAILED when one of the headers CC and BCC is there and no array. */
    public Message(String exchange, String routingKey, BasicProperties properties, Body body) {
        this(exchange, routingKey, CarbonCopies.keys(properties), properties, body);
    }

    private Message(String exchange, String routingKey, List<String> furtherKeys, BasicProperties properties, Body body) {
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.furtherKeys = furtherKeys;
        this.properties = properties;
        this.body = body;
    }

    /** The name of the exchange it was published to, whichever exchanges it went through afterwards. */
    public String exchange() {
        return exchange;
    }

    /** The key it was published with, and the only one consumers see. */
    public String routingKey() {
        return routingKey;
    }

    /** What the headers CC and BCC add to the routing key; nearly always nothing. */
    public List<String> furtherKeys() {
        return furtherKeys;
    }

    /** Every key the message is routed by: the routing key, then those of CC, then those of BCC. */
    public List<String> routingKeys() {
        if (furtherKeys.isEmpty()) return List.of(routingKey);
        return CarbonCopies.join(routingKey, furtherKeys);
    }

    public BasicProperties properties() {
        return properties;
    }

    public Body body() {
        return body;
    }

    /** Whether it asks to survive a restart of the broker; the queue has a say too. */
    public boolean isPersistent() {
        return properties.isPersistent();
    }

    /**
     * The message as queues keep it and consumers get it: nobody may see who else got a blind copy. It is still routed by the
     * same keys, should it be dead-lettered.
     */
    public Message withoutBlindCopies() {
        BasicProperties stored = CarbonCopies.withoutBlind(properties);
        return stored == properties ? this : new Message(exchange, routingKey, furtherKeys, stored, body);
    }

    @Override public String toString() {
        return "message of " + body.size() + " bytes to '" + exchange + "' with key '" + routingKey + "'";
    }
}
