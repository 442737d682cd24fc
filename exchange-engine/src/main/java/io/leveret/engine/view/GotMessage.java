package io.leveret.engine.view;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;

/**
 * A message from a queue.
 *
 * @param remaining ready messages left behind it
 */
public record GotMessage(String exchange, String routingKey, boolean redelivered, BasicProperties properties, Body body,
                         long remaining) {
}
