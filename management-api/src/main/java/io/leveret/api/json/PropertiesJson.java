package io.leveret.api.json;

import io.leveret.codec.value.BasicProperties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A message's properties in JSON, and back: underscores in the names, and none that is not set. */
public final class PropertiesJson {

    private PropertiesJson() {
    }

    /** As RabbitMQ has it, an array when there are none. */
    public static Object of(BasicProperties properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        properties.contentType().ifPresent(value -> object.put("content_type", value));
        properties.contentEncoding().ifPresent(value -> object.put("content_encoding", value));
        if (properties.hasHeaders()) object.put("headers", AmqpJson.of(properties.headers()));
        if (properties.deliveryMode() > 0) object.put("delivery_mode", properties.deliveryMode());
        properties.priority().ifPresent(value -> object.put("priority", value));
        properties.correlationId().ifPresent(value -> object.put("correlation_id", value));
        properties.replyTo().ifPresent(value -> object.put("reply_to", value));
        properties.expiration().ifPresent(value -> object.put("expiration", value));
        properties.messageId().ifPresent(value -> object.put("message_id", value));
        properties.timestamp().ifPresent(value -> object.put("timestamp", value));
        properties.type().ifPresent(value -> object.put("type", value));
        properties.userId().ifPresent(value -> object.put("user_id", value));
        properties.appId().ifPresent(value -> object.put("app_id", value));
        properties.clusterId().ifPresent(value -> object.put("cluster_id", value));
        return object.isEmpty() ? List.of() : object;
    }

    /** @throws InvalidBodyException when one is of the wrong type */
    public static BasicProperties read(Map<String, Object> object) {
        BasicProperties.Builder built = BasicProperties.builder();
        text(object, "content_type", built::contentType);
        text(object, "content_encoding", built::contentEncoding);
        if (object.get("headers") != null) built.headers(AmqpJson.table(new JsonObject(object).table("headers")));
        number(object, "delivery_mode", value -> built.deliveryMode(octet("delivery_mode", value)));
        number(object, "priority", value -> built.priority(octet("priority", value)));
        text(object, "correlation_id", built::correlationId);
        text(object, "reply_to", built::replyTo);
        text(object, "expiration", built::expiration);
        text(object, "message_id", built::messageId);
        number(object, "timestamp", built::timestamp);
        text(object, "type", built::type);
        text(object, "user_id", built::userId);
        text(object, "app_id", built::appId);
        text(object, "cluster_id", built::clusterId);
        try {
            return built.build();
        } catch (IllegalArgumentException tooLong) {
            throw new InvalidBodyException(tooLong.getMessage());
        }
    }

    private static void text(Map<String, Object> object, String key, Consumer<String> taker) {
        Object value = object.get(key);
        if (value instanceof String text) {
            try {
                taker.accept(text);
            } catch (IllegalArgumentException tooLong) {
                throw new InvalidBodyException(List.of("too_long", key));
            }
        } else if (value != null) throw new InvalidBodyException(List.of("not_string", key));
    }

    private static void number(Map<String, Object> object, String key, Consumer<Long> taker) {
        Object value = object.get(key);
        if (value instanceof Long number) taker.accept(number);
        else if (value != null) throw new InvalidBodyException(List.of("not_int", key));
    }

    private static int octet(String key, long value) {
        if (value < 0 || value > 255) throw new InvalidBodyException(List.of("not_octet", key));
        return (int) value;
    }
}
