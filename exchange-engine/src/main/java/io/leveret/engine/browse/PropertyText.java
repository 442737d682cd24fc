package io.leveret.engine.browse;

import io.leveret.codec.value.BasicProperties;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The properties of messages as text, by the names that the HTTP API has for them. */
final class PropertyText {

    private static final Map<String, Function<BasicProperties, Optional<String>>> BY_NAME = Map.ofEntries(
        Map.entry("content_type", BasicProperties::contentType),
        Map.entry("content_encoding", BasicProperties::contentEncoding),
        Map.entry("delivery_mode", properties -> Optional.of(properties.deliveryMode()).filter(mode -> mode > 0).map(String::valueOf)),
        Map.entry("priority", properties -> text(properties.priority())),
        Map.entry("correlation_id", BasicProperties::correlationId),
        Map.entry("reply_to", BasicProperties::replyTo),
        Map.entry("expiration", BasicProperties::expiration),
        Map.entry("message_id", BasicProperties::messageId),
        Map.entry("timestamp", properties -> text(properties.timestamp())),
        Map.entry("type", BasicProperties::type),
        Map.entry("user_id", BasicProperties::userId),
        Map.entry("app_id", BasicProperties::appId),
        Map.entry("cluster_id", BasicProperties::clusterId));

    private PropertyText() {
    }

    static Set<String> names() {
        return BY_NAME.keySet();
    }

    static Optional<String> of(BasicProperties properties, String name) {
        return BY_NAME.get(name).apply(properties);
    }

    private static Optional<String> text(OptionalInt number) {
        return number.isPresent() ? Optional.of(String.valueOf(number.getAsInt())) : Optional.empty();
    }

    private static Optional<String> text(OptionalLong number) {
        return number.isPresent() ? Optional.of(String.valueOf(number.getAsLong())) : Optional.empty();
    }
}
