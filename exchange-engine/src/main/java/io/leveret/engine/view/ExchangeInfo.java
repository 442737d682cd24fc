package io.leveret.engine.view;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.stats.History;

/**
 * An exchange.
 *
 * @param name    empty for the default exchange
 * @param user    who declared it; for the broker's own, and where that is not known, RabbitMQ's name for the broker
 * @param delayed messages that it holds back
 */
public record ExchangeInfo(String virtualHost, String name, String type, boolean durable, boolean autoDelete, boolean internal,
                           FieldTable arguments, String user, long delayed, History stats) {
}
