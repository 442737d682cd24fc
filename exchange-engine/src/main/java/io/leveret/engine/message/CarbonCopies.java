package io.leveret.engine.message;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldValue;
import io.leveret.codec.value.WireString;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The headers CC and BCC (RabbitMQ's sender-selected distribution): arrays whose strings are routing keys too.
 *
 * @param open  those of CC
 * @param blind those of BCC
 */
record CarbonCopies(List<String> open, List<String> blind) {
    static final CarbonCopies NONE = new CarbonCopies(List.of(), List.of());

    private static final String OPEN = "CC";
    private static final String BLIND = "BCC";

    /** Throws PRECONDITION_FAILED when one of the headers is there and no array. */
    static CarbonCopies of(BasicProperties properties) {
        if (!properties.hasHeaders()) return NONE;
        Optional<FieldValue> open = properties.header(OPEN);
        Optional<FieldValue> blind = properties.header(BLIND);
        if (open.isEmpty() && blind.isEmpty()) return NONE;
        return new CarbonCopies(strings(OPEN, open), strings(BLIND, blind));
    }

    /** CC, then BCC. */
    List<String> keys() {
        return blind.isEmpty() ? open : join(open, blind);
    }

    static List<String> join(List<String> first, List<String> second) {
        List<String> keys = new ArrayList<>(first.size() + second.size());
        keys.addAll(first);
        keys.addAll(second);
        return List.copyOf(keys);
    }

    /** The same properties without the header BCC; the same object if there is none. */
    static BasicProperties withoutBlind(BasicProperties properties) {
        if (properties.header(BLIND).isEmpty()) return properties;
        return properties.withHeaders(properties.headers().without(BLIND));
    }

    /** A routing key is a short string, wherever it comes from. */
    private static String shortEnough(String header, String key) {
        if (WireString.encodedLength(key) <= WireString.LONGEST_SHORT_STRING) return key;
        throw new AmqpException(PRECONDITION_FAILED, "invalid message: a routing key in header " + header
                + " is longer than " + WireString.LONGEST_SHORT_STRING + " bytes");
    }

    private static List<String> strings(String header, Optional<FieldValue> value) {
        if (value.isEmpty()) return List.of();
        if (!value.get().isArray()) {
            throw new AmqpException(PRECONDITION_FAILED, "invalid message: {unacceptable_type_in_header,\"" + header
                    + "\"," + value.get().type().typeName() + "}");
        }
        List<String> keys = new ArrayList<>();
        for (FieldValue element : value.get().asArray()) {
            if (element.isString()) keys.add(shortEnough(header, element.asText()));
        }
        return List.copyOf(keys);
    }
}
