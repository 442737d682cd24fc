package io.leveret.engine.message;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The headers CC and BCC (RabbitMQ's sender-selected distribution): arrays whose strings are routing keys too. */
final class CarbonCopies {
    private static final String OPEN = "CC";
    private static final String BLIND = "BCC";

    private CarbonCopies() { }

    static List<String> keys(BasicProperties properties) {
        if (!properties.hasHeaders()) return List.of();
        Optional<FieldValue> open = properties.header(OPEN);
        Optional<FieldValue> blind = properties.header(BLIND);
        if (open.isEmpty() && blind.isEmpty()) return List.of();

        List<String> keys = new ArrayList<>();
        open.ifPresent(value -> addStrings(OPEN, value, keys));
        blind.ifPresent(value -> addStrings(BLIND, value, keys));
        return List.copyOf(keys);
    }

    static List<String> join(String routingKey, List<String> furtherKeys) {
        List<String> keys = new ArrayList<>(1 + furtherKeys.size());
        keys.add(routingKey);
        keys.addAll(furtherKeys);
        return List.copyOf(keys);
    }

    /** The same properties without the header BCC; the same object if there is none. */
    static BasicProperties withoutBlind(BasicProperties properties) {
        if (properties.header(BLIND).isEmpty()) return properties;
        return properties.withHeaders(properties.headers().without(BLIND));
    }

    private static void addStrings(String header, FieldValue value, List<String> keys) {
        if (!value.isArray()) {
            throw new AmqpException(PRECONDITION_FAILED,
                    "invalid message: {unacceptable_type_in_header,\"" + header + "\"," + value.type().typeName() + "}");
        }
        for (FieldValue element : value.asArray()) {
            if (element.isString()) keys.add(element.asText());
        }
    }
}
