package io.leveret.engine;

import io.leveret.codec.value.FieldTable;

/** What {@code exchange.declare} asks for. */
public record ExchangeDeclaration(String name, String type, boolean durable, boolean autoDelete, boolean internal,
                                  FieldTable arguments) {
}
