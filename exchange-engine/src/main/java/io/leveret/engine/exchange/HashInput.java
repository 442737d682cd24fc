package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;

import java.util.Optional;
import java.util.function.ToLongFunction;

/** What of a message decides where it goes: its routing keys, one of its headers, or one of its properties. */
final class HashInput {
    private static final String HEADER = "hash-header";
    private static final String PROPERTY = "hash-property";
    /** A message that lacks what is asked for: they all go the same way. */
    private static final long ABSENT = 0;

    private HashInput() { }

    /** Throws PRECONDITION_FAILED for arguments that make no sense. */
    static ToLongFunction<Message> of(FieldTable arguments) {
        Optional<String> header = text(arguments, HEADER);
        Optional<String> property = text(arguments, PROPERTY);
        if (header.isPresent() && property.isPresent()) throw invalid(HEADER + " and " + PROPERTY + " are mutually exclusive");
        if (header.isPresent()) return message -> ofHeader(message.properties(), header.get());
        return property.isPresent() ? ofProperty(property.get()) : HashInput::ofRoutingKeys;
    }

    static long ofRoutingKeys(Message message) {
        long hash = hash(message.routingKey());
        for (String key : message.furtherKeys()) hash = mix(31 * hash + hash(key));
        return hash;
    }

    private static long ofHeader(BasicProperties properties, String name) {
        return properties.header(name).map(value -> hash(String.valueOf(value.value()))).orElse(ABSENT);
    }

    private static ToLongFunction<Message> ofProperty(String name) {
        return switch (name) {
            case "message_id" -> message -> hash(message.properties().messageId());
            case "correlation_id" -> message -> hash(message.properties().correlationId());
            case "timestamp" -> message -> mix(message.properties().timestamp().orElse(ABSENT));
            default -> throw invalid("Unsupported property: " + name);
        };
    }

    private static Optional<String> text(FieldTable arguments, String name) {
        Optional<FieldValue> value = arguments.find(name);
        if (value.isPresent() && !value.get().isString()) {
            throw invalid("invalid type '" + value.get().type().typeName() + "' for arg '" + name + "'");
        }
        return value.map(FieldValue::asText);
    }

    private static long hash(Optional<String> text) {
        return text.map(HashInput::hash).orElse(ABSENT);
    }

    private static long hash(String text) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) hash = 31 * hash + text.charAt(i);
        return mix(hash);
    }

    /** Spreads what is similar over all 64 bits, so that keys like {@code user-1}, {@code user-2} go different ways. */
    private static long mix(long hash) {
        long mixed = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    private static AmqpException invalid(String explanation) {
        return new AmqpException(PRECONDITION_FAILED, explanation);
    }
}
