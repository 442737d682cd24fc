package io.leveret.persistence.journal;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.engine.message.Message;
import java.util.List;

/**
 * All of a message that outlives a restart.
 *
 * @param time       when it was published, in milliseconds since 1970
 * @param openKeys   the further routing keys that consumers may see (CC)
 * @param blindKeys  those they may not (BCC)
 * @param deadLetter whether it has left a queue as a dead letter
 * @param properties the properties verbatim
 */
public record StoredMessage(long time, String exchange, String routingKey, List<String> openKeys, List<String> blindKeys,
                            boolean deadLetter, BasicProperties properties, Body body) {

    /** A message that was published in the ordinary way, with one routing key. */
    public static StoredMessage of(long time, String exchange, String routingKey, BasicProperties properties, Body body) {
        return new StoredMessage(time, exchange, routingKey, List.of(), List.of(), false, properties, body);
    }

    /** As the engine knows it. */
    public Message message() {
        return Message.restored(exchange, routingKey, openKeys, blindKeys, deadLetter, properties, body);
    }

    StoredMessage withBody(Body other) {
        return with(time, other);
    }

    /** A message with the same head. */
    StoredMessage with(long otherTime, Body other) {
        return new StoredMessage(otherTime, exchange, routingKey, openKeys, blindKeys, deadLetter, properties, other);
    }
}
