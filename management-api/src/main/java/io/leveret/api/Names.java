package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.codec.value.WireString;
import java.util.Set;

/** Names in paths and bodies. */
final class Names {

    /** What stands for the default exchange in paths. */
    private static final String DEFAULT_EXCHANGE = "amq.default";

    private static final Set<String> PREDECLARED = Set.of("amq.direct", "amq.fanout", "amq.topic", "amq.headers", "amq.match",
        "amq.rabbitmq.trace");

    private Names() {
    }

    static boolean isReserved(String name) {
        return name.startsWith("amq.");
    }

    /** Whether every virtual host has an exchange of that name. */
    static boolean isPredeclared(String exchange) {
        return PREDECLARED.contains(exchange);
    }

    static String exchange(String inPath) {
        return inPath.equals(DEFAULT_EXCHANGE) ? "" : inPath;
    }

    /** @throws ApiException 400 when it does not fit into AMQP's short strings */
    static String requireShort(String name) {
        if (WireString.encodedLength(name) <= WireString.LONGEST_SHORT_STRING) return name;
        throw ApiException.badRequest("name is longer than " + WireString.LONGEST_SHORT_STRING + " bytes");
    }

    /**
     * For what is kept by its name, where a text that is no UTF-8 would come back as another one's name.
     *
     * @throws ApiException 400 when it is none, or too long
     */
    static String requireName(String name) {
        if (!WireString.isWellFormed(name)) throw ApiException.badRequest("name is no UTF-8");
        return requireShort(name);
    }
}
